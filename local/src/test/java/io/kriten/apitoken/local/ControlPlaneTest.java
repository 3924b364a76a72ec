package io.kriten.apitoken.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneTest {

  private static final KubernetesBinaries BINARIES =
      BinaryLocator.ofThisProcess(LocalSettings::log).locate();

  @TempDir Path directory;

  @Test
  void keepsDataAndUsersThroughKillStopAndOtherPorts() {
    URI url;
    User alice;
    try (ControlPlane controlPlane = controlPlane(0);
        KubernetesAccess access = new KubernetesAccess(controlPlane)) {
      controlPlane.start();
      KubernetesClient admin = access.fromKubeconfig(controlPlane.kubeconfig());
      admin.resource(kept()).create();

      for (ManagedProcess server : servers(controlPlane)) {
        long killed = server.pid();
        server.kill();
        assertThat(server.isAlive()).isFalse();
        server.start();
        assertThat(server.pid()).isNotEqualTo(killed);
      }

      assertThat(admin.resource(kept()).get()).isNotNull();
      url = controlPlane.url();
      alice = controlPlane.user("alice");
    }
    try (ControlPlane controlPlane = controlPlane(0);
        KubernetesAccess access = new KubernetesAccess(controlPlane)) {
      controlPlane.start();

      assertThat(controlPlane.url()).isNotEqualTo(url);
      assertThat(controlPlane.user("alice")).isEqualTo(alice);
      assertThat(whoAmI(access.fromKubeconfig(controlPlane.kubeconfig("alice"))))
          .isEqualTo(alice.uid());
      assertThat(access.fromKubeconfig(controlPlane.kubeconfig()).resource(kept()).get())
          .isNotNull();
    }
  }

  @Test
  void aServerThatCannotStartSaysWhyInItsLastLine() {
    try (ControlPlane controlPlane = controlPlane(0, "--no-such-flag=1")) {
      assertThatThrownBy(controlPlane::start)
          .isInstanceOf(LocalException.class)
          .hasMessageStartingWith("kube-apiserver ended with status 1: ")
          .hasMessageContaining("unknown flag: --no-such-flag");
    }
  }

  @Test
  void aTakenPortIsToldWithItsMend() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> controlPlane(taken.getLocalPort()).close())
          .isInstanceOf(LocalException.class)
          .hasMessage(
              "port %d is taken: set PORT=0 (any free one) or another", taken.getLocalPort());
    }
  }

  @Test
  void oneDirectoryServesOneAtATime() {
    try (ControlPlane first = controlPlane(0)) {
      assertThat(first.url()).isNotNull();
      assertThatThrownBy(() -> controlPlane(0).close())
          .isInstanceOf(LocalException.class)
          .hasMessage(
              "%s is in use by process %d: stop that run first",
              directory, ProcessHandle.current().pid());
    }
    controlPlane(0).close();
  }

  @Test
  void nobodyElseCanReadItsSecrets() throws Exception {
    controlPlane(0).close();

    try (Stream<Path> files = Files.walk(directory).skip(1)) {
      assertThat(files)
          .isNotEmpty()
          .filteredOn(file -> !file.endsWith("lock"))
          .allSatisfy(
              file ->
                  assertThat(Files.getPosixFilePermissions(file).toString())
                      .as(file.toString())
                      .doesNotContain("GROUP", "OTHERS"));
    }
  }

  private ControlPlane controlPlane(int port, String... apiServerArguments) {
    return new ControlPlane(
        BINARIES,
        new ControlPlaneSettings(
            directory, port, LocalSettings.USERS, List.of(apiServerArguments), false),
        Clock.systemUTC());
  }

  private static List<ManagedProcess> servers(ControlPlane controlPlane) {
    return List.of(controlPlane.controllerManager(), controlPlane.apiServer(), controlPlane.etcd());
  }

  private static ConfigMap kept() {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("kept")
        .withNamespace("default")
        .endMetadata()
        .build();
  }

  private static String whoAmI(KubernetesClient client) {
    return client
        .resource(new SelfSubjectReviewBuilder().build())
        .create()
        .getStatus()
        .getUserInfo()
        .getUid();
  }
}
