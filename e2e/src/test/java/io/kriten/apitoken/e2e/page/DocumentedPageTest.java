package io.kriten.apitoken.e2e.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Etcd;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kriten's documented page, replayed: each test is named by the sentence that it holds to. */
@ExtendWith(ClusterExtension.class)
class DocumentedPageTest {

  private static final String TOKENS = Rest.TOKENS;
  private static final String RUNNERS = "/api/v1/runners";
  private static final String PAGE_KEY = "kri_rbaurEcVyGJIjRioWIaiT3WteVh8ndlVQAEl";
  private static final String PAGE_ID = "c38ef92a-522e-41bb-ae5b-ab29a16727d4";
  private static final String NEVER = "0000-01-01T00:00:00Z";

  private final Page page = Page.read();
  private final LocalCluster cluster;
  private final Rest alice;
  private final Rest bob;
  private final Rest admin;

  DocumentedPageTest(LocalCluster cluster) {
    this.cluster = cluster;
    this.alice = Rest.as(cluster, "alice");
    this.bob = Rest.as(cluster, "bob");
    this.admin = Rest.as(cluster, "admin");
  }

  @Test
  void everySentenceOfThePageHasItsTest() {
    List<String> tested =
        Arrays.stream(DocumentedPageTest.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(DisplayName.class))
            .map(method -> method.getAnnotation(DisplayName.class).value())
            .toList();

    assertThat(tested).containsExactlyInAnyOrderElementsOf(page.sentences());
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
            {"id":"%s","owner":"bob","key":"%s","created_at":"2001-01-01T00:00:00Z","other":1}"""
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
                 "id":"%s","owner":"bob","created_at":"2001-01-01T00:00:00Z"}"""
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

  private Rest byKey(String key) {
    return Rest.byKey(cluster, key);
  }

  private String shell(String line) throws IOException, InterruptedException {
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", line);
    bash.environment().put("KRITEN_URL", cluster.facadeUrl().toString().replaceFirst("/$", ""));
    Process process = bash.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  private static String id(JsonNode token) {
    return token.get("id").asText();
  }

  private static String key(JsonNode token) {
    return token.get("key").asText();
  }

  private static Instant instant(JsonNode token, String field) {
    return Instant.parse(token.get(field).asText());
  }

  private static List<String> ids(Rest.Reply reply) {
    List<String> ids = new ArrayList<>();
    reply.expect(200).forEach(token -> ids.add(id(token)));
    return ids;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
