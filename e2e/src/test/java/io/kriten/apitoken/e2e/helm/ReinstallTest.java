package io.kriten.apitoken.e2e.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Secret;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.e2e.AuditTrail;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.ThirdLane;
import io.kriten.apitoken.local.Directories;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Uninstalled and installed again: keys go on, for pepper and digests are the same. */
@ThirdLane
class ReinstallTest {

  private static final Path DIRECTORY = Path.of("target", "reinstall-cluster");
  private static final LocalSettings SETTINGS =
      LocalSettings.forTests(DIRECTORY, Rendered.CHART, AuditTrail.into(DIRECTORY));

  /**
   * What must outlive it.
   *
   * @param key what its owner has
   * @param secrets the uids of pepper and digest
   */
  private record Kept(String key, List<String> secrets) {}

  @Test
  void keysGoOn() throws IOException {
    Directories.delete(DIRECTORY);
    Kept kept = makeAKeyAndUninstall();

    try (LocalCluster cluster = LocalCluster.start(SETTINGS)) {
      String id =
          Rest.byKey(cluster, kept.key()).get(Rest.TOKENS).expect(200).get(0).get("id").asText();
      assertThat(secrets(cluster, id)).isEqualTo(kept.secrets());
      Rest.byKey(cluster, kept.key()).get(Rest.RUNNERS).expect(200);
    }
  }

  private static Kept makeAKeyAndUninstall() {
    try (LocalCluster cluster = LocalCluster.start(SETTINGS)) {
      JsonNode made = Rest.as(cluster, "alice").create("{}");
      Kept kept = new Kept(made.get("key").asText(), secrets(cluster, made.get("id").asText()));
      cluster.installation().uninstall();
      return kept;
    }
  }

  private static List<String> secrets(LocalCluster cluster, String id) {
    var client = cluster.adminClient();
    Secret pepper =
        client
            .secrets()
            .inNamespace(LocalSettings.RELEASE_NAMESPACE)
            .withName(Names.PEPPER_SECRET)
            .require();
    Secret digest =
        client
            .secrets()
            .inNamespace(LocalSettings.TOKENS_NAMESPACE)
            .withName(Names.digestSecret(id, 1))
            .require();
    return List.of(pepper.getMetadata().getUid(), digest.getMetadata().getUid());
  }
}
