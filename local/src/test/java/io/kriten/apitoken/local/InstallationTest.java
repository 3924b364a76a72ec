package io.kriten.apitoken.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.crds.ApiToken;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

  private static final Path CHART = Path.of("..", "helm", "apitoken");

  @TempDir Path directory;

  @Test
  void upgradesOverAHelmThatDiedAtWorkAndUninstallKeepsTheResource() {
    LocalSettings settings = LocalSettings.forTests(directory, CHART);
    try (LocalCluster cluster = LocalCluster.start(settings)) {
      KubernetesClient admin = cluster.adminClient();
      Secret release = releases(admin).get(0);
      // What Helm leaves behind when it is killed between its first write and its last.
      release.getMetadata().getLabels().put("status", "pending-upgrade");
      admin.resource(release).update();

      cluster.installation().upgrade(Map.of("policy.maxLifetime", "720h"));
      assertThat(
              admin
                  .configMaps()
                  .inNamespace(LocalSettings.RELEASE_NAMESPACE)
                  .withName("apitoken-policy")
                  .get()
                  .getData())
          .containsEntry("maxLifetime", "720h");

      cluster.installation().uninstall();
      assertThat(releases(admin)).isEmpty();
      assertThat(admin.resources(ApiToken.class).inAnyNamespace().list().getItems()).isEmpty();
    }
  }

  private static List<Secret> releases(KubernetesClient admin) {
    return admin
        .secrets()
        .inNamespace(LocalSettings.RELEASE_NAMESPACE)
        .withLabel("owner", "helm")
        .list()
        .getItems();
  }
}
