package io.kriten.apitoken.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneTest {

  @TempDir Path directory;

  @Test
  void keepsItsDataThroughStopKillAndRestart() {
    KubernetesBinaries binaries =
        new KubernetesBinaries(Path.of(System.getenv("KUBEBUILDER_ASSETS")));
    ControlPlaneSettings settings =
        new ControlPlaneSettings(directory, 0, LocalSettings.USERS, List.of(), false);
    try (ControlPlane controlPlane = new ControlPlane(binaries, settings, Clock.systemUTC());
        KubernetesAccess access = new KubernetesAccess(controlPlane)) {
      controlPlane.start();
      KubernetesClient client = access.fromKubeconfig(controlPlane.kubeconfig());
      client
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("kept")
                  .withNamespace("default")
                  .endMetadata()
                  .build())
          .create();

      controlPlane.etcd().kill();
      controlPlane.apiServer().kill();
      controlPlane.controllerManager().kill();
      controlPlane.start();

      assertThat(client.configMaps().inNamespace("default").withName("kept").get()).isNotNull();
    }
  }
}
