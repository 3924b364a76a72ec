package io.kriten.apitoken.e2e.operator;

import static io.kriten.apitoken.e2e.operator.OperatorCluster.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.e2e.MadeKeys;
import io.kriten.apitoken.e2e.leak.Needles;
import io.kriten.apitoken.e2e.leak.Traces;
import io.kriten.apitoken.local.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one {@link OperatorCluster} of this JVM, and clears it after each test. */
final class OperatorClusterExtension implements ParameterResolver, AfterEachCallback {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(OperatorClusterExtension.class);

  /** The garbage collector learns of a new CRD only every 30 s. */
  private static final Duration COLLECTED_WITHIN = Duration.ofSeconds(90);

  private static final Path DIRECTORY = Path.of("target", "operator-cluster");

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == OperatorCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    OperatorCluster cluster = cluster(context);
    cluster.stopAll();
    assertThat(new Traces(cluster.local()).inEtcd(new Needles(MadeKeys.all()))).isEmpty();
    var tokens = cluster.admin().resources(ApiToken.class).inNamespace(TOKENS);
    tokens.delete();
    await()
        .atMost(COLLECTED_WITHIN)
        .untilAsserted(
            () -> {
              assertThat(tokens.list().getItems()).isEmpty();
              assertThat(cluster.admin().secrets().inNamespace(TOKENS).list().getItems())
                  .extracting(secret -> secret.getMetadata().getName())
                  .isEmpty();
            });
  }

  private static OperatorCluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(OperatorCluster.class, type -> start(), OperatorCluster.class);
  }

  private static OperatorCluster start() {
    try {
      Directories.delete(DIRECTORY);
      return OperatorCluster.start(DIRECTORY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
