package io.kriten.apitoken.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kriten.apitoken.local.LocalCluster;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The fields of the answer. */
class PageResponseTest extends Replay {

  PageResponseTest(LocalCluster cluster) {
    super(cluster);
  }

  @Test
  @DisplayName("Response json body:")
  void responseBody() {
    JsonNode documented =
        Serialization.unmarshal(page.jsonBelow("Response json body:"), JsonNode.class);

    JsonNode token = alice.create(page.jsonBelow("Body of request:"));

    assertThat(names(token)).containsExactlyInAnyOrderElementsOf(names(documented));
    for (String name : names(documented)) {
      assertThat(token.get(name).getNodeType())
          .as(name)
          .isEqualTo(documented.get(name).getNodeType());
    }
  }

  @Test
  @DisplayName("id Unique API token identifier, used for operations against token after creation")
  void uniqueId() {
    JsonNode one = alice.create("{\"description\":\"one\"}");
    JsonNode other = alice.create("{\"description\":\"other\"}");

    assertThat(UUID.fromString(id(one))).isNotEqualTo(UUID.fromString(id(other)));
    assertThat(alice.get(TOKENS + "/" + id(one)).expect(200).get("description").asText())
        .isEqualTo("one");
  }

  @Test
  @DisplayName("key *API Token value")
  void keyValue() {
    String key = key(alice.create("{}"));

    assertThat(key).hasSameSizeAs(PAGE_KEY).matches("kri_[0-9A-Za-z]{36}");
    assertThat(byKey(key).get(RUNNERS).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("owner User unique ID, owner of the token")
  void owner() {
    assertThat(alice.create("{}").get("owner").asText()).isEqualTo(cluster.user("alice").uid());
    assertThat(bob.create("{}").get("owner").asText()).isEqualTo(cluster.user("bob").uid());
  }

  @Test
  @DisplayName("description Description of the API token")
  void description() {
    String description = "Zürich \u2192 \uD83D\uDD11 \"quoted\" \\ and\ttab";
    String json = Serialization.asJson(Map.of("description", description));

    String id = id(alice.create(json));

    assertThat(alice.get(TOKENS + "/" + id).expect(200).get("description").asText())
        .isEqualTo(description);
  }

  @Test
  @DisplayName("enabled Token is enabled and can be used")
  void enabled() {
    JsonNode token = alice.create("{\"enabled\":true}");
    String one = TOKENS + "/" + id(token);
    assertThat(byKey(key(token)).get(RUNNERS).status()).isEqualTo(200);

    alice.patch(one, "{\"enabled\":false}").expect(200);
    assertThat(byKey(key(token)).get(RUNNERS).status()).isEqualTo(401);

    alice.patch(one, "{\"enabled\":true}").expect(200);
    assertThat(byKey(key(token)).get(RUNNERS).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("expires Expiry date and time")
  void expires() {
    JsonNode over = alice.create("{\"expires\":\"2024-09-13T13:54:06Z\"}");
    JsonNode good = alice.create("{\"expires\":\"2124-09-13T13:54:06.283+02:00\"}");

    assertThat(byKey(key(over)).get(RUNNERS).status()).isEqualTo(401);
    assertThat(byKey(key(good)).get(RUNNERS).status()).isEqualTo(200);
    assertThat(good.get("expires").asText()).isEqualTo("2124-09-13T11:54:06.283Z");
  }

  @Test
  @DisplayName("created_at Date and time, when Token was created")
  void createdAt() {
    Instant before = Instant.now().minusSeconds(1);

    JsonNode token = alice.create("{}");

    assertThat(instant(token, "created_at")).isBetween(before, Instant.now());
  }

  @Test
  @DisplayName("updated_at Date and time, when Token was last updated")
  void updatedAt() {
    JsonNode token = alice.create("{}");

    JsonNode updated =
        alice.patch(TOKENS + "/" + id(token), "{\"description\":\"changed\"}").expect(200);

    assertThat(instant(updated, "updated_at"))
        .isAfter(instant(token, "updated_at"))
        .isBeforeOrEqualTo(Instant.now());
    assertThat(updated.get("created_at")).isEqualTo(token.get("created_at"));
  }
}
