package io.kriten.apitoken.e2e.rest;

import static io.kriten.apitoken.e2e.Rest.RUNNERS;
import static io.kriten.apitoken.e2e.Rest.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.Rest.Reply;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks, and what that one may. */
@ExtendWith(ClusterExtension.class)
class CallersTest {

  private final LocalCluster cluster;
  private final Rest nobody;
  private final Rest alice;
  private final Rest bob;

  CallersTest(LocalCluster cluster) {
    this.cluster = cluster;
    this.nobody = Rest.anonymous(cluster);
    this.alice = Rest.as(cluster, "alice");
    this.bob = Rest.as(cluster, "bob");
  }

  private static String path(Reply token) {
    return TOKENS + "/" + token.field("id");
  }

  @Test
  void aKeyIsTakenFromEitherHeaderInAnyCase() {
    String key = alice.made("{}").field("key");
    for (Rest caller :
        List.of(
            nobody.with("Token", key),
            nobody.with("tOKEN", key),
            nobody.with("Token", "  " + key + " \t"),
            nobody.with("Authorization", "Bearer " + key),
            nobody.with("authorization", "bEARER  " + key + " "),
            nobody.with("Token", " ").with("Authorization", "Bearer " + key),
            nobody.with("Token", key).with("Authorization", "Bearer nonsense"),
            nobody.with("Token", key).with("Authorization", "Basic eDp5"))) {
      assertThat(caller.get(RUNNERS).status()).isEqualTo(200);
    }
  }

  @Test
  void tokenWinsEvenWhenItIsBad() {
    String key = alice.made("{}").field("key");
    for (String good : List.of(key, cluster.bearer("alice"))) {
      Reply reply =
          nobody.with("Token", "kri_bad").with("Authorization", "Bearer " + good).get(RUNNERS);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.error()).startsWith("The API token is not accepted");
    }
  }

  @Test
  void aBlankTokenIsNone() {
    Reply reply =
        nobody
            .with("Token", " ")
            .with("Authorization", "Bearer " + cluster.bearer("alice"))
            .get(RUNNERS);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(nobody.with("Token", "").get(RUNNERS).error()).startsWith("No credentials");
  }

  @Test
  void aBearerThatTheClusterRefusesIs401() {
    Reply reply = nobody.with("Authorization", "Bearer nonsense").get(TOKENS);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(reply.error()).startsWith("The bearer is not accepted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"enabled\":false}"})
  void aKeyCreatesNoKeys(String body) {
    Rest byKey = Rest.byKey(cluster, alice.made("{}").field("key"));
    Reply reply = byKey.post(TOKENS, body.isEmpty() ? "{}" : body);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error()).startsWith("An API token cannot create API tokens");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"enabled\":true} | cannot enable",
        "{\"enabled\":null} | cannot enable",
        "{\"expires\":\"2035-01-01T00:00:00Z\"} | cannot extend",
        "{\"expires\":null} | cannot extend",
        "{\"description\":\"x\",\"expires\":\"0000-01-01\"} | cannot extend"
      })
  void aKeyWidensNothing(String body, String message) {
    Rest byKey = Rest.byKey(cluster, alice.made("{}").field("key"));
    Reply other = alice.made("{\"enabled\":false,\"expires\":\"2034-01-01T00:00:00Z\"}");
    Reply reply = byKey.patch(path(other), body);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error()).contains(message);
    assertThat(alice.get(path(other)).field("updated_at")).isEqualTo(other.field("updated_at"));
  }

  @Test
  void aKeyListsReadsNarrowsAndDeletes() {
    Reply token = alice.made("{\"expires\":\"2034-01-01T00:00:00Z\"}");
    Rest byKey = Rest.byKey(cluster, token.field("key"));
    assertThat(byKey.get(TOKENS).body()).contains(token.field("id"));
    assertThat(byKey.get(path(token)).status()).isEqualTo(200);
    assertThat(byKey.patch(path(token), "{\"description\":\"d\"}").field("description"))
        .isEqualTo("d");
    assertThat(byKey.patch(path(token), "{\"expires\":\"2033-01-01T00:00:00Z\"}").field("expires"))
        .isEqualTo("2033-01-01T00:00:00Z");
    assertThat(byKey.patch(path(token), "{\"enabled\":true}").status()).isEqualTo(200);
    Reply other = alice.made("{}");
    assertThat(byKey.patch(path(other), "{\"enabled\":false}").status()).isEqualTo(200);
    assertThat(byKey.delete(path(other)).status()).isEqualTo(200);
    assertThat(byKey.patch(path(token), "{\"enabled\":false}").status()).isEqualTo(200);
    assertThat(byKey.get(TOKENS).status()).isEqualTo(401);
  }

  @Test
  void anAdminsKeyMayWhatItsOwnerMay() {
    Rest byKey = Rest.byKey(cluster, Rest.as(cluster, "admin").made("{}").field("key"));
    Reply bobs = bob.made("{}");
    assertThat(byKey.get(TOKENS + "/all").body()).contains(bobs.field("id"));
    assertThat(byKey.patch(path(bobs), "{\"enabled\":false}").status()).isEqualTo(200);
    assertThat(byKey.patch(path(bobs), "{\"enabled\":true}").status()).isEqualTo(403);
    assertThat(byKey.delete(path(bobs)).status()).isEqualTo(200);
  }

  @Test
  void whoMaySeeButNotChangeGets403() {
    Reply alices = alice.made("{}");
    assertThat(bob.get(path(alices)).status()).isEqualTo(404);
    Resource<RoleBinding> viewer =
        cluster
            .adminClient()
            .resource(
                new RoleBindingBuilder()
                    .withNewMetadata()
                    .withName("bob-views")
                    .withNamespace(LocalSettings.TOKENS_NAMESPACE)
                    .endMetadata()
                    .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "apitoken-viewer")
                    .addNewSubject("rbac.authorization.k8s.io", "User", "bob", null)
                    .build());
    viewer.create();
    try {
      await().untilAsserted(() -> assertThat(bob.get(path(alices)).status()).isEqualTo(200));
      for (Reply reply :
          List.of(bob.patch(path(alices), "{\"enabled\":false}"), bob.delete(path(alices)))) {
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.error()).contains("manage-all");
      }
      assertThat(bob.get(TOKENS).body()).doesNotContain(alices.field("id"));
      assertThat(bob.get(TOKENS + "/all").body()).contains(alices.field("id"));
    } finally {
      viewer.delete();
    }
    assertThat(Rest.byKey(cluster, alices.field("key")).get(RUNNERS).status()).isEqualTo(200);
  }

  private Rest robot(String name) {
    ServiceAccount account =
        cluster
            .adminClient()
            .resource(
                new ServiceAccountBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .withNamespace("default")
                    .endMetadata()
                    .build())
            .create();
    String bearer =
        cluster
            .adminClient()
            .serviceAccounts()
            .resource(account)
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    return nobody.with("Authorization", "Bearer " + bearer);
  }

  @Test
  void aServiceAccountOwnsNoTokens() {
    Rest robot = robot("robot");
    assertThat(robot.get(TOKENS).body()).isEqualTo("[]");
    Reply refused = robot.post(TOKENS, "{}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.error()).contains("system:serviceaccount:default:robot");
  }

  @Test
  void whoMayNotCreateIsToldWhichVerbIsMissing() {
    Resource<RoleBinding> everyone =
        cluster
            .adminClient()
            .rbac()
            .roleBindings()
            .inNamespace(LocalSettings.TOKENS_NAMESPACE)
            .withName("apitoken-creator");
    RoleBinding binding = everyone.get();
    Rest stranger = robot("stranger");
    everyone.delete();
    try {
      await()
          .untilAsserted(
              () -> assertThat(stranger.post(TOKENS, "{}").error()).contains("the verb create"));
      assertThat(stranger.post(TOKENS, "{}").status()).isEqualTo(403);
    } finally {
      cluster
          .adminClient()
          .resource(
              new RoleBindingBuilder(binding)
                  .editMetadata()
                  .withResourceVersion(null)
                  .withUid(null)
                  .endMetadata()
                  .build())
          .create();
    }
  }
}
