package io.kriten.apitoken.local;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.UpgradeCommand;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** The chart, installed by Helm itself, inside this JVM. Its workloads are off: they run here. */
public final class Installation {

  private static final String RELEASE = "apitoken";
  private static final Duration ADMITTING_WITHIN = Duration.ofSeconds(60);

  private final Path chart;
  private final Path kubeconfig;
  private final Supplier<KubernetesClient> admin;

  /**
   * @param kubeconfig of someone who may install anything
   * @param admin a client of the same
   */
  Installation(Path chart, Path kubeconfig, Supplier<KubernetesClient> admin) {
    this.chart = chart;
    this.kubeconfig = kubeconfig;
    this.admin = admin;
  }

  /**
   * Installs the chart, or upgrades what is there.
   *
   * @param values by dotted path, as after {@code helm --set}
   */
  public void upgrade(Map<String, Object> values) {
    forgetInterrupted();
    UpgradeCommand command =
        new Helm(chart)
            .upgrade()
            .install()
            .resetValues()
            .createNamespace()
            .withName(RELEASE)
            .withNamespace(LocalSettings.RELEASE_NAMESPACE)
            .withKubeConfig(kubeconfig)
            .set("workloads.enabled", false);
    values.forEach(command::set);
    try {
      HelmRuntime.keepingSignals(command::call);
    } catch (IllegalStateException e) {
      throw new LocalException("helm upgrade of " + chart + " failed: " + e.getMessage(), e);
    }
  }

  /** Returns when the API server takes tokens, with the policies in force. */
  public void awaitAdmission() {
    try (Poller poller = new Poller()) {
      poller.await(
          new AdmissionProbe(admin.get(), Clock.systemUTC()),
          ADMITTING_WITHIN,
          "admission of tokens");
    }
  }

  /** Uninstalls it; CRD, namespaces and tokens stay. */
  public void uninstall() {
    HelmRuntime.keepingSignals(
        Helm.uninstall(RELEASE)
                .withNamespace(LocalSettings.RELEASE_NAMESPACE)
                .withKubeConfig(kubeconfig)
            ::call);
  }

  /** A Helm that died at work leaves a record because of which it refuses to work again. */
  private void forgetInterrupted() {
    admin
        .get()
        .secrets()
        .inNamespace(LocalSettings.RELEASE_NAMESPACE)
        .withLabel("owner", "helm")
        .withLabel("name", RELEASE)
        .withLabelIn("status", "pending-install", "pending-upgrade", "pending-rollback")
        .delete();
  }
}
