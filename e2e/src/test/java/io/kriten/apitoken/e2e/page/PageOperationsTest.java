package io.kriten.apitoken.e2e.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kriten.apitoken.e2e.Etcd;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The key's one appearance and its use; listing, changing and deleting. */
class PageOperationsTest extends Replay {

  PageOperationsTest(LocalCluster cluster) {
    super(cluster);
  }

  @Test
  @DisplayName(
      "Content of field key is actual API Token only returned once at the time of Token creation.")
  void theKeyIsReturnedOnce() {
    JsonNode token = alice.create("{}");
    String one = TOKENS + "/" + id(token);
    String secret = key(token).substring(8);

    assertThat(alice.get(one).body()).doesNotContain(secret).doesNotContain("\"key\"");
    assertThat(alice.get(TOKENS).body()).doesNotContain(secret).doesNotContain("\"key\"");
    assertThat(admin.get(TOKENS + "/all").body()).doesNotContain(secret).doesNotContain("\"key\"");
    assertThat(alice.patch(one, "{\"enabled\":false}").body()).doesNotContain(secret);
    assertThat(alice.delete(one).body()).doesNotContain(secret);
  }

  @Test
  @DisplayName("Token is automatically encryped at store and won't be shown again.")
  void nothingStoredHasTheKey() {
    String secret = key(alice.create("{}")).substring(8);
    List<String> found = new ArrayList<>();

    try (Etcd etcd = new Etcd(cluster)) {
      etcd.forEach(
          (name, value) -> {
            if (new String(value, UTF_8).contains(secret)) {
              found.add(name);
            }
          });
    }

    assertThat(found).isEmpty();
  }

  @Test
  @DisplayName("Example using API token with curl command:")
  void theExampleNeedsNothingButTheKey() {
    String key = key(alice.create("{}"));

    JsonNode runners = byKey(key).get(RUNNERS).expect(200);

    assertThat(runners.isArray()).isTrue();
  }

  @Test
  @DisplayName(
      "curl --header 'Token:kri_rbaurEcVyGJIjRioWIaiT3WteVh8ndlVQAEl' -X GET"
          + " $KRITEN_URL'/api/v1/runners'")
  void curl() throws IOException, InterruptedException {
    String line =
        page.sentences().stream().filter(s -> s.startsWith("curl ")).findFirst().orElseThrow();
    String key = key(alice.create("{}"));

    assertThat(shell(line.replace(PAGE_KEY, key) + " --silent --write-out ' %{http_code}'"))
        .startsWith("[")
        .endsWith(" 200");
    assertThat(shell(line + " --silent --write-out ' %{http_code}'")).endsWith(" 401");
  }

  @Test
  @DisplayName("List API tokens")
  void list() {
    JsonNode token = alice.create("{}");

    Rest.Reply reply = alice.get(TOKENS);

    assertThat(ids(reply)).contains(id(token));
    assertThat(reply.headers().firstValue("Content-Range"))
        .hasValue(Integer.toString(reply.json().size()));
  }

  @Test
  @DisplayName("GET /api/v1/api_tokens")
  void get() {
    JsonNode tokens = alice.send("GET", "/api/v1/api_tokens", null).expect(200);

    assertThat(tokens.isArray()).isTrue();
  }

  @Test
  @DisplayName(
      "For non-admin user only own API tokens will be returned, if RBAC permissions not granted to"
          + " get all.")
  void onlyOwn() {
    JsonNode alices = alice.create("{}");
    JsonNode bobs = bob.create("{}");

    for (String path : List.of(TOKENS, TOKENS + "/all")) {
      assertThat(ids(alice.get(path))).contains(id(alices)).doesNotContain(id(bobs));
      assertThat(ids(bob.get(path))).contains(id(bobs)).doesNotContain(id(alices));
    }
  }

  @Test
  @DisplayName("Admin user will see all tokens by following query:")
  void adminSeesAll() {
    JsonNode alices = alice.create("{}");
    JsonNode bobs = bob.create("{}");

    assertThat(ids(admin.get(TOKENS + "/all"))).contains(id(alices), id(bobs));
    assertThat(ids(admin.get(TOKENS))).doesNotContain(id(alices), id(bobs));
  }

  @Test
  @DisplayName("GET /api/v1/api_tokens/all")
  void getAll() {
    JsonNode tokens = admin.send("GET", "/api/v1/api_tokens/all", null).expect(200);

    assertThat(tokens.isArray()).isTrue();
  }

  @Test
  @DisplayName("Update API token")
  void update() {
    String one = TOKENS + "/" + id(alice.create("{\"description\":\"before\"}"));

    alice.patch(one, "{\"description\":\"after\"}").expect(200);

    assertThat(alice.get(one).expect(200).get("description").asText()).isEqualTo("after");
  }

  @Test
  @DisplayName("PATCH /api/v1/api_tokens/c38ef92a-522e-41bb-ae5b-ab29a16727d4")
  void patch() {
    String path = "/api/v1/api_tokens/" + PAGE_ID;
    String id = id(alice.create("{}"));

    assertThat(alice.send("PATCH", path.replace(PAGE_ID, id), "{}").expect(200).get("id").asText())
        .isEqualTo(id);
    assertThat(alice.send("PATCH", path, "{}").status()).as("the page's own id").isEqualTo(404);
    assertThat(bob.send("PATCH", path.replace(PAGE_ID, id), "{}").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("Update method can modify description, enabled and expires fields.")
  void updateModifiesThreeFields() {
    JsonNode token = alice.create("{\"description\":\"before\"}");
    String one = TOKENS + "/" + id(token);

    JsonNode updated =
        alice
            .patch(
                one,
                """
                {"description":"after","enabled":false,"expires":"2124-01-01T00:00:00Z",
                 "id":"%s","owner":"bob","created_at":"2001-01-01T00:00:00Z"}\
                """
                    .formatted(PAGE_ID))
            .expect(200);

    assertThat(updated.get("description").asText()).isEqualTo("after");
    assertThat(updated.get("enabled").asBoolean()).isFalse();
    assertThat(updated.get("expires").asText()).isEqualTo("2124-01-01T00:00:00Z");
    for (String name : List.of("id", "owner", "created_at")) {
      assertThat(updated.get(name)).as(name).isEqualTo(token.get(name));
    }
  }

  @Test
  @DisplayName("Delete API token")
  void delete() {
    JsonNode token = alice.create("{}");
    String one = TOKENS + "/" + id(token);

    assertThat(alice.delete(one).expect(200).get("msg").asText())
        .isEqualTo("apiToken deleted successfully");

    assertThat(byKey(key(token)).get(RUNNERS).status()).isEqualTo(401);
    assertThat(alice.delete(one).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("DELETE /api/v1/api_tokens/c38ef92a-522e-41bb-ae5b-ab29a16727d4")
  void deleteById() {
    String path = "/api/v1/api_tokens/" + PAGE_ID;
    String id = id(alice.create("{}"));

    assertThat(alice.send("DELETE", path, null).status()).as("the page's own id").isEqualTo(404);
    assertThat(bob.send("DELETE", path.replace(PAGE_ID, id), null).status()).isEqualTo(404);
    assertThat(alice.send("DELETE", path.replace(PAGE_ID, id), null).status()).isEqualTo(200);
    assertThat(ids(alice.get(TOKENS))).doesNotContain(id);
  }
}
