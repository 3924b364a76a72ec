package io.kriten.apitoken.e2e;

import io.kriten.apitoken.local.Directories;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one {@link LocalCluster} of this JVM, as a parameter. It starts, on empty data,
 * with the first test that asks, and ends after the last test of all.
 */
public final class ClusterExtension implements ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ClusterExtension.class);
  private static final Path DIRECTORY = Path.of("target", "cluster");
  private static final Path CHART = Path.of("..", "helm", "apitoken");

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(LocalCluster.class, type -> start(), LocalCluster.class);
  }

  private static LocalCluster start() {
    try {
      Directories.delete(DIRECTORY);
      LocalCluster cluster =
          LocalCluster.start(LocalSettings.forTests(DIRECTORY, CHART, AuditTrail.into(DIRECTORY)));
      MadeKeys.watch(cluster.adminClient());
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
