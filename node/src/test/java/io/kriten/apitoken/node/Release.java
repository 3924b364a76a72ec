package io.kriten.apitoken.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.UpgradeCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The chart with its workloads, by real Helm; each change waits until they are Ready. */
final class Release {

  private static final Path CHART = Path.of("helm", "apitoken").toAbsolutePath();
  private static final String NAME = "apitoken";
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);

  private final Path kubeconfig;
  private final Map<String, Object> values;

  /**
   * @param values by dotted path, of every installation and upgrade
   */
  Release(Node node, Map<String, Object> values) {
    this.kubeconfig = node.kubeconfig("admin");
    this.values = Map.copyOf(values);
  }

  /** {@code helm install --wait}. */
  void install() {
    InstallCommand command =
        new Helm(CHART)
            .install()
            .withName(NAME)
            .withNamespace(Node.RELEASE_NAMESPACE)
            .withKubeConfig(kubeconfig)
            .waitReady()
            .withTimeout((int) READY_WITHIN.toSeconds());
    values.forEach(command::set);
    assertThat(command.call().getStatus()).isEqualTo("deployed");
  }

  /** {@code helm upgrade --wait} with more values. */
  void upgrade(Map<String, Object> more) {
    UpgradeCommand command =
        new Helm(CHART)
            .upgrade()
            .withName(NAME)
            .withNamespace(Node.RELEASE_NAMESPACE)
            .withKubeConfig(kubeconfig)
            .waitReady()
            .withTimeout((int) READY_WITHIN.toSeconds());
    values.forEach(command::set);
    more.forEach(command::set);
    assertThat(command.call().getStatus()).isEqualTo("deployed");
  }

  /** {@code helm test}. */
  void test() {
    assertThat(
            Helm.test(NAME)
                .withNamespace(Node.RELEASE_NAMESPACE)
                .withKubeConfig(kubeconfig)
                .withTimeout((int) READY_WITHIN.toSeconds())
                .call()
                .getStatus())
        .isEqualTo("deployed");
  }

  /** {@code helm uninstall}. */
  void uninstall() {
    String unused =
        Helm.uninstall(NAME)
            .withNamespace(Node.RELEASE_NAMESPACE)
            .withKubeConfig(kubeconfig)
            .call();
  }
}
