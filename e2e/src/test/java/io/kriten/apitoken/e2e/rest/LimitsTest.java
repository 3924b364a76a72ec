package io.kriten.apitoken.e2e.rest;

import static io.kriten.apitoken.e2e.Rest.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.Rest.Reply;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the installation's own rules refuse is told in their words, as 422. */
@ExtendWith(ClusterExtension.class)
class LimitsTest {

  private final Rest alice;
  private final Resource<ConfigMap> policy;
  private Map<String, String> before;

  LimitsTest(LocalCluster cluster) {
    alice = Rest.as(cluster, "alice");
    policy =
        cluster
            .adminClient()
            .configMaps()
            .inNamespace(LocalSettings.RELEASE_NAMESPACE)
            .withName("apitoken-policy");
  }

  @BeforeEach
  void limitToAnHour() {
    before = policy.get().getData();
    policy.edit(
        p -> {
          p.getData().put("maxLifetime", "1h");
          p.getData().put("allowNeverExpires", "false");
          return p;
        });
    await().until(() -> alice.post(TOKENS, "{}").status() == 422);
  }

  @AfterEach
  void unlimit() {
    policy.edit(
        p -> {
          p.setData(before);
          return p;
        });
    await().until(() -> alice.post(TOKENS, "{}").status() == 200);
  }

  @Test
  void refusesInThePolicysWords() {
    Reply never = alice.post(TOKENS, "{}");
    assertThat(never.status()).isEqualTo(422);
    assertThat(never.error())
        .startsWith("spec.expires: this installation allows no token that never expires")
        .doesNotContain("ValidatingAdmissionPolicy", "apitoken-limits");
    Reply late = alice.post(TOKENS, "{\"expires\":\"2090-01-01T00:00:00Z\"}");
    assertThat(late.status()).isEqualTo(422);
    assertThat(late.error()).startsWith("spec.expires");
    Reply soon = alice.made("{\"expires\":\"" + Instant.now().plusSeconds(600) + "\"}");
    Reply extended =
        alice.patch(TOKENS + "/" + soon.field("id"), "{\"expires\":\"2090-01-01T00:00:00Z\"}");
    assertThat(extended.status()).isEqualTo(422);
    assertThat(alice.patch(TOKENS + "/" + soon.field("id"), "{\"expires\":null}").status())
        .isEqualTo(422);
    assertThat(alice.get(TOKENS + "/" + soon.field("id")).field("expires"))
        .isEqualTo(soon.field("expires"));
  }
}
