package io.kriten.apitoken.e2e.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kriten.apitoken.e2e.AuditTrail;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.ThirdLane;
import io.kriten.apitoken.local.Directories;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code helm upgrade} from the chart before this one, as it was released, keeps every key. */
@ThirdLane
class PreviousChartTest {

  static final Path PREVIOUS = Path.of("src", "test", "resources", "charts", "apitoken-0.1.0.tgz");
  private static final Path DIRECTORY = Path.of("target", "previous-cluster");

  private static LocalSettings settings(Path chart) {
    return LocalSettings.forTests(DIRECTORY, chart, AuditTrail.into(DIRECTORY));
  }

  @Test
  void keepsEveryKey() throws IOException {
    Directories.delete(DIRECTORY);
    JsonNode enabled;
    JsonNode disabled;
    try (LocalCluster before = LocalCluster.start(settings(PREVIOUS))) {
      assertThat(chart(before)).isEqualTo("apitoken-0.1.0");
      enabled = Rest.as(before, "alice").create("{}");
      disabled = Rest.as(before, "bob").create("{\"enabled\":false}");
    }
    try (LocalCluster after = LocalCluster.start(settings(Rendered.CHART))) {
      assertThat(chart(after)).isNotEqualTo("apitoken-0.1.0");
      Rest.byKey(after, enabled.get("key").asText()).get(Rest.RUNNERS).expect(200);
      String key = disabled.get("key").asText();
      Rest.byKey(after, key).get(Rest.RUNNERS).expect(401);
      Rest.as(after, "bob")
          .patch(Rest.TOKENS + "/" + disabled.get("id").asText(), "{\"enabled\":true}")
          .expect(200);
      Rest.byKey(after, key).get(Rest.RUNNERS).expect(200);
    }
  }

  /** Name and version of what is installed, by the label that each of its objects has. */
  private static String chart(LocalCluster cluster) {
    Map<String, String> labels =
        cluster
            .adminClient()
            .configMaps()
            .inNamespace(LocalSettings.RELEASE_NAMESPACE)
            .withName("apitoken-policy")
            .require()
            .getMetadata()
            .getLabels();
    return labels.get("helm.sh/chart");
  }
}
