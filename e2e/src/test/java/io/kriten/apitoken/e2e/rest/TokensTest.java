package io.kriten.apitoken.e2e.rest;

import static io.kriten.apitoken.e2e.Rest.RUNNERS;
import static io.kriten.apitoken.e2e.Rest.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.Rest.Reply;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documented operations, as alice, bob and an admin use them. */
@ExtendWith(ClusterExtension.class)
class TokensTest {

  private static final String NEVER = "0000-01-01T00:00:00Z";

  private final LocalCluster cluster;
  private final Rest alice;
  private final Rest bob;
  private final Rest admin;

  TokensTest(LocalCluster cluster) {
    this.cluster = cluster;
    this.alice = Rest.as(cluster, "alice");
    this.bob = Rest.as(cluster, "bob");
    this.admin = Rest.as(cluster, "admin");
  }

  @BeforeEach
  void deleteAll() {
    admin
        .get(TOKENS + "/all")
        .json()
        .forEach(token -> admin.delete(TOKENS + "/" + token.get("id").asText()));
  }

  private static String path(Reply token) {
    return TOKENS + "/" + token.field("id");
  }

  private ApiToken stored(String id) {
    return cluster
        .adminClient()
        .resources(ApiToken.class)
        .inNamespace(LocalSettings.TOKENS_NAMESPACE)
        .list()
        .getItems()
        .stream()
        .filter(token -> id.equals(token.getMetadata().getUid()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void createsWithEveryField() {
    Reply created =
        alice.made(
            "{\"description\":\"My personal API Token\",\"enabled\":true,"
                + "\"expires\":\"2034-09-13T13:54:06.283Z\"}");
    JsonNode token = created.json();
    List<String> fields = new ArrayList<>();
    token.fieldNames().forEachRemaining(fields::add);
    assertThat(fields)
        .containsExactly(
            "id", "owner", "enabled", "expires", "key", "description", "created_at", "updated_at");
    assertThat(created.field("key")).matches("kri_[0-9A-Za-z]{36}");
    assertThat(created.field("owner")).isEqualTo(cluster.user("alice").uid());
    assertThat(created.field("description")).isEqualTo("My personal API Token");
    assertThat(created.field("expires")).isEqualTo("2034-09-13T13:54:06.283Z");
    assertThat(created.field("updated_at")).isEqualTo(created.field("created_at"));
    assertThat(created.header("Cache-Control")).isEqualTo("no-store");
    assertThat(created.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    ApiToken stored = stored(created.field("id"));
    assertThat(stored.getSpec().owner().username()).isEqualTo("alice");
    assertThat(stored.getSpec().owner().uid()).isEqualTo(cluster.user("alice").uid());
    assertThat(stored.getSpec().owner().groups()).containsExactly("devs");
  }

  @Test
  void createsWithNothing() {
    Reply created = alice.made("{}");
    assertThat(created.json().get("enabled").asBoolean()).isTrue();
    assertThat(created.field("expires")).isEqualTo(NEVER);
    assertThat(created.json().has("description")).isFalse();
    assertThat(Rest.byKey(cluster, created.field("key")).get(RUNNERS).status()).isEqualTo(200);
  }

  @Test
  void nullAsksForTheDefaultAndUnknownFieldsAreIgnored() {
    String id = UUID.randomUUID().toString();
    Reply created =
        alice.made(
            "{\"description\":null,\"enabled\":null,\"expires\":null,\"id\":\""
                + id
                + "\",\"owner\":\"root\",\"key\":\"kri_x\",\"created_at\":\"2001-01-01T00:00:00Z\","
                + "\"updated_at\":7,\"other\":[{}]}");
    assertThat(created.json().get("enabled").asBoolean()).isTrue();
    assertThat(created.field("expires")).isEqualTo(NEVER);
    assertThat(created.field("id")).isNotEqualTo(id);
    assertThat(created.field("owner")).isEqualTo(cluster.user("alice").uid());
    assertThat(created.field("created_at")).isGreaterThan("2026");
  }

  @Test
  void putOnTheCollectionCreatesToo() {
    Reply created = alice.put(TOKENS, "{\"description\":\"put\"}");
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.field("key")).startsWith("kri_");
  }

  @ParameterizedTest
  @CsvSource({
    "2020-01-01T00:00:00Z, 2020-01-01T00:00:00Z",
    "2034-01-31T13:00:00.120+01:00, 2034-01-31T12:00:00.12Z",
    "2034-01-31t12:00:00z, 2034-01-31T12:00:00Z",
    "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z",
    "0001-01-01T00:00:01Z, 0001-01-01T00:00:01Z",
    "2034-01-31T12:00:00-23:59, 2034-02-01T11:59:00Z",
    "0000-01-01, 0000-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z, 0000-01-01T00:00:00Z"
  })
  void takesAnyInstant(String sent, String shown) {
    Reply created = alice.made("{\"expires\":\"" + sent + "\"}");
    assertThat(created.field("expires")).isEqualTo(shown);
    assertThat(alice.get(path(created)).field("expires")).isEqualTo(shown);
  }

  @Test
  void getsOneToken() {
    Reply created = alice.made("{\"description\":\"one\"}");
    Reply got = alice.get(path(created));
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().has("key")).isFalse();
    assertThat(got.field("description")).isEqualTo("one");
    assertThat(admin.get(path(created)).body()).isEqualTo(got.body());
    assertThat(alice.get(TOKENS + "/" + created.field("id").toUpperCase(Locale.ROOT)).body())
        .isEqualTo(got.body());
  }

  @Test
  void patchesEveryFieldAndClearsIt() {
    Reply created = alice.made("{\"description\":\"first\",\"expires\":\"2034-01-01T00:00:00Z\"}");
    String path = path(created);
    Instant before = Instant.parse(created.field("updated_at"));

    Reply described = alice.patch(path, "{\"description\":\"second\"}");
    assertThat(described.status()).isEqualTo(200);
    assertThat(described.field("description")).isEqualTo("second");
    assertThat(described.field("expires")).isEqualTo("2034-01-01T00:00:00Z");
    assertThat(described.json().get("enabled").asBoolean()).isTrue();
    assertThat(described.json().has("key")).isFalse();
    assertThat(described.field("created_at")).isEqualTo(created.field("created_at"));
    assertThat(Instant.parse(described.field("updated_at"))).isAfter(before);

    assertThat(alice.patch(path, "{\"enabled\":false}").json().get("enabled").asBoolean())
        .isFalse();
    assertThat(alice.patch(path, "{\"enabled\":null}").json().get("enabled").asBoolean()).isTrue();
    assertThat(alice.patch(path, "{\"expires\":\"2035-05-05T05:05:05.5Z\"}").field("expires"))
        .isEqualTo("2035-05-05T05:05:05.5Z");
    assertThat(alice.patch(path, "{\"expires\":null}").field("expires")).isEqualTo(NEVER);
    assertThat(alice.patch(path, "{\"description\":\"\"}").json().has("description")).isFalse();
    alice.patch(path, "{\"description\":\"third\"}");
    Reply cleared = alice.put(path, "{\"description\":null,\"expires\":\"0000-01-01\"}");
    assertThat(cleared.json().has("description")).isFalse();
    assertThat(alice.get(path).body()).isEqualTo(cleared.body());
    assertThat(stored(created.field("id")).getSpec().expires()).isNull();
  }

  @Test
  void aPatchOfNothingChangesNothing() {
    Reply created = alice.made("{\"description\":\"same\"}");
    Reply patched =
        alice.patch(path(created), "{\"id\":\"x\",\"owner\":\"root\",\"key\":\"kri_y\"}");
    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.body()).isEqualTo(alice.get(path(created)).body());
    assertThat(patched.field("owner")).isEqualTo(cluster.user("alice").uid());
  }

  @Test
  void deletesOnce() {
    Reply created = alice.made("{}");
    Reply deleted = alice.delete(path(created));
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.body()).isEqualTo("{\"msg\":\"apiToken deleted successfully\"}");
    Reply again = alice.delete(path(created));
    assertThat(again.status()).isEqualTo(404);
    assertThat(alice.get(path(created)).body()).isEqualTo(again.body());
    assertThat(alice.get(TOKENS).body()).isEqualTo("[]");
  }

  @Test
  void anAdminManagesAnothersToken() {
    Reply created = alice.made("{}");
    assertThat(admin.patch(path(created), "{\"enabled\":false}").status()).isEqualTo(200);
    assertThat(alice.get(path(created)).json().get("enabled").asBoolean()).isFalse();
    assertThat(admin.delete(path(created)).status()).isEqualTo(200);
    assertThat(alice.get(path(created)).status()).isEqualTo(404);
  }

  @Test
  void idsCannotBeProbed() {
    Reply created = alice.made("{}");
    String unknown = bob.get(TOKENS + "/" + UUID.randomUUID()).body();
    for (String id :
        List.of(
            created.field("id"), UUID.randomUUID().toString(), "1", "%20", "..%2fall", "x'--")) {
      String path = TOKENS + "/" + id;
      for (Reply reply :
          List.of(bob.get(path), bob.delete(path), bob.patch(path, "{\"enabled\":false}"))) {
        assertThat(reply.status()).as(id).isEqualTo(404);
        assertThat(reply.body()).as(id).isEqualTo(unknown);
      }
    }
    assertThat(alice.get(path(created)).json().get("enabled").asBoolean()).isTrue();
  }

  @Test
  void answersAreAsTheOpenApiDocumentSays() {
    Schemas schemas = new Schemas(Rest.anonymous(cluster).get("/openapi.json").json());
    Reply created = alice.made("{\"description\":\"d\",\"expires\":\"2034-01-01T00:00:00Z\"}");
    String one = TOKENS + "/{id}";
    assertThat(schemas.problems(TOKENS, "post", created)).isEmpty();
    assertThat(schemas.problems(TOKENS, "get", alice.get(TOKENS))).isEmpty();
    assertThat(schemas.problems(TOKENS + "/all", "get", admin.get(TOKENS + "/all"))).isEmpty();
    assertThat(schemas.problems(one, "get", alice.get(path(created)))).isEmpty();
    assertThat(schemas.problems(one, "get", bob.get(path(created)))).isEmpty();
    assertThat(schemas.problems(one, "patch", alice.patch(path(created), "{\"enabled\":false}")))
        .isEmpty();
    assertThat(schemas.problems(one, "patch", alice.patch(path(created), "{"))).isEmpty();
    assertThat(schemas.problems(one, "delete", alice.delete(path(created)))).isEmpty();
    assertThat(schemas.problems(TOKENS, "get", Rest.anonymous(cluster).get(TOKENS))).isEmpty();
    assertThat(schemas.problems("/readyz", "get", alice.get("/readyz"))).isEmpty();
    assertThat(schemas.problems("/livez", "get", alice.get("/livez"))).isEmpty();
  }
}
