package io.kriten.apitoken.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.local.LocalCluster;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who may use API tokens, and what a request to add one looks like. */
class PageRequestsTest extends Replay {

  PageRequestsTest(LocalCluster cluster) {
    super(cluster);
  }

  @Test
  @DisplayName("Programmatic access to Kriten is provided via API tokens (keys).")
  void programmaticAccess() {
    String key = key(alice.create("{}"));

    assertThat(byKey(key).get(RUNNERS).status()).isEqualTo(200);
    assertThat(Rest.anonymous(cluster).get(RUNNERS).status()).isEqualTo(401);
  }

  @Test
  @DisplayName("API tokens are generated per user and adhere RBAC rules.")
  void perUserAndByRbac() {
    JsonNode alices = alice.create("{}");
    JsonNode admins = admin.create("{}");

    assertThat(ids(byKey(key(alices)).get(TOKENS))).contains(id(alices)).doesNotContain(id(admins));
    assertThat(ids(byKey(key(alices)).get(TOKENS + "/all"))).doesNotContain(id(admins));
    assertThat(ids(byKey(key(admins)).get(TOKENS + "/all"))).contains(id(alices), id(admins));
  }

  @Test
  @DisplayName("To generate API token, a user need to have a valid login into Kriten.")
  void aValidLogin() {
    String key = key(alice.create("{}"));

    assertThat(Rest.anonymous(cluster).post(TOKENS, "{}").status()).isEqualTo(401);
    assertThat(
            Rest.anonymous(cluster)
                .with("Authorization", "Bearer nobody")
                .post(TOKENS, "{}")
                .status())
        .isEqualTo(401);
    assertThat(byKey(key).post(TOKENS, "{}").status()).as("a key is no login").isEqualTo(403);
  }

  @Test
  @DisplayName("Following CRUD operations are available for the users:")
  void createReadUpdateDelete() {
    String one = TOKENS + "/" + id(alice.create("{}"));

    assertThat(alice.get(one).status()).isEqualTo(200);
    assertThat(alice.patch(one, "{\"description\":\"changed\"}").status()).isEqualTo(200);
    assertThat(alice.delete(one).status()).isEqualTo(200);
    assertThat(alice.get(one).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("Add API token")
  void add() {
    JsonNode token = alice.create("{}");

    assertThat(ids(alice.get(TOKENS))).contains(id(token));
  }

  @Test
  @DisplayName("POST /api/v1/api_tokens")
  void post() {
    Rest.Reply reply = alice.send("POST", "/api/v1/api_tokens", "{}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type"))
        .hasValue("application/json; charset=utf-8");
    assertThat(reply.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  @DisplayName("Body of request:")
  void body() {
    JsonNode token = alice.create(page.jsonBelow("Body of request:"));

    assertThat(token.get("description").asText()).isEqualTo("My persional API Token");
    assertThat(token.get("enabled").asBoolean()).isTrue();
    assertThat(token.get("expires").asText()).isEqualTo("2024-09-13T13:54:06Z");
  }

  @Test
  @DisplayName("API token object fields reference:")
  void noFieldIsRequiredAndOthersHaveNoEffect() {
    JsonNode token =
        alice.create(
            """
            {"id":"%s","owner":"bob","key":"%s","created_at":"2001-01-01T00:00:00Z","other":1}\
            """
                .formatted(PAGE_ID, PAGE_KEY));

    assertThat(id(token)).isNotEqualTo(PAGE_ID);
    assertThat(token.get("owner").asText()).isEqualTo(cluster.user("alice").uid());
    assertThat(key(token)).isNotEqualTo(PAGE_KEY);
    assertThat(instant(token, "created_at")).isAfter(Instant.parse("2024-01-01T00:00:00Z"));
    assertThat(token.has("other")).isFalse();
  }

  @Test
  @DisplayName("description (Optional) description of the API token")
  void optionalDescription() {
    assertThat(alice.create("{\"description\":\"what for\"}").get("description").asText())
        .isEqualTo("what for");
    assertThat(alice.create("{}").has("description")).isFalse();
  }

  @Test
  @DisplayName(
      "enabled (Optional) state of the API token - true or false, if not specified default will be"
          + " True")
  void optionalEnabled() {
    assertThat(alice.create("{\"enabled\":true}").get("enabled").asBoolean()).isTrue();
    assertThat(alice.create("{\"enabled\":false}").get("enabled").asBoolean()).isFalse();
    assertThat(alice.create("{}").get("enabled").asBoolean()).isTrue();
  }

  @Test
  @DisplayName(
      "expires (Optional) If not specified, will never expire - data will be defaulted to"
          + " 0000-01-01")
  void optionalExpires() {
    JsonNode token = alice.create("{}");

    assertThat(token.get("expires").asText()).isEqualTo(NEVER);
    assertThat(byKey(key(token)).get(RUNNERS).status()).isEqualTo(200);
    assertThat(alice.create("{\"expires\":\"0000-01-01\"}").get("expires").asText())
        .isEqualTo(NEVER);
  }
}
