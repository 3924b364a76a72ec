package io.kriten.apitoken.e2e.rest;

import static io.kriten.apitoken.e2e.Rest.RUNNERS;
import static io.kriten.apitoken.e2e.Rest.TOKENS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Etcd;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.Rest.Reply;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys that must not be accepted any more, and that all get the one same answer. */
@ExtendWith(ClusterExtension.class)
class RefusedKeysTest {

  private static final String REFUSED =
      "{\"error\":\"The API token is not accepted. Use one that exists, is enabled and has not"
          + " expired.\"}";

  /** What the facade did not write itself comes by the watch, within milliseconds. */
  private static final Duration LAG = Duration.ofSeconds(2);

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final LocalCluster cluster;
  private final KubernetesClient root;
  private final Rest alice;

  RefusedKeysTest(LocalCluster cluster) {
    this.cluster = cluster;
    this.root = cluster.adminClient();
    this.alice = Rest.as(cluster, "alice");
  }

  private Reply use(Reply token) {
    return Rest.byKey(cluster, token.field("key")).get(RUNNERS);
  }

  private void assertAccepted(Reply token) {
    assertThat(use(token).status()).isEqualTo(200);
  }

  private void assertRefused(Reply token) {
    Reply reply = use(token);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.body()).isEqualTo(REFUSED);
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  private void assertSoonRefused(Reply token) {
    await().atMost(LAG).untilAsserted(() -> assertRefused(token));
  }

  private static String path(Reply token) {
    return TOKENS + "/" + token.field("id");
  }

  private Resource<ApiToken> resource(KubernetesClient client, Reply token) {
    ApiToken found =
        root
            .resources(ApiToken.class)
            .inNamespace(LocalSettings.TOKENS_NAMESPACE)
            .list()
            .getItems()
            .stream()
            .filter(t -> token.field("id").equals(t.getMetadata().getUid()))
            .findFirst()
            .orElseThrow();
    return client.resource(found);
  }

  private Resource<Secret> digest(Reply token, int serial) {
    return root.secrets()
        .inNamespace(LocalSettings.TOKENS_NAMESPACE)
        .withName(Names.digestSecret(token.field("id"), serial));
  }

  private static Secret fresh(Secret secret) {
    return new SecretBuilder(secret)
        .editMetadata()
        .withResourceVersion(null)
        .withUid(null)
        .withCreationTimestamp(null)
        .withManagedFields()
        .endMetadata()
        .build();
  }

  @Test
  void disabledAndEnabledAgain() {
    Reply token = alice.made("{}");
    for (int i = 0; i < 20; i++) {
      assertAccepted(token);
      alice.patch(path(token), "{\"enabled\":false}");
      assertRefused(token);
      alice.patch(path(token), "{\"enabled\":true}");
    }
    assertAccepted(token);
  }

  @Test
  void bornDisabled() {
    Reply token = alice.made("{\"enabled\":false}");
    assertRefused(token);
    alice.patch(path(token), "{\"enabled\":null}");
    assertAccepted(token);
  }

  @Test
  void disabledByKubectl() {
    Reply token = alice.made("{}");
    resource(cluster.client("alice"), token).patch(MERGE, "{\"spec\":{\"enabled\":false}}");
    assertSoonRefused(token);
  }

  @Test
  void bornExpiredAndExtended() {
    Reply token = alice.made("{\"expires\":\"2020-01-01T00:00:00Z\"}");
    assertRefused(token);
    alice.patch(path(token), "{\"expires\":null}");
    assertAccepted(token);
  }

  @Test
  void expiresAtTheInstantWithTheOperatorStopped() {
    cluster.stopOperator();
    try {
      Instant end = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MILLIS);
      Reply token = alice.made("{\"expires\":\"" + end + "\"}");
      int accepted = 0;
      while (use(token).status() == 200) {
        accepted++;
        assertThat(Instant.now().minusMillis(500)).isBefore(end);
      }
      assertThat(accepted).isPositive();
      assertThat(Instant.now()).isAfterOrEqualTo(end);
      assertRefused(token);
    } finally {
      cluster.startOperator();
    }
  }

  @Test
  void deletedByRest() {
    Reply token = alice.made("{}");
    alice.delete(path(token));
    assertRefused(token);
  }

  @Test
  void deletedByKubectl() {
    for (DeletionPropagation policy : DeletionPropagation.values()) {
      Reply token = alice.made("{}");
      resource(cluster.client("alice"), token).withPropagationPolicy(policy).delete();
      assertSoonRefused(token);
    }
  }

  @Test
  void beingDeletedButHeldByAFinalizer() {
    Reply token = alice.made("{}");
    Resource<ApiToken> held = resource(root, token);
    held.patch(MERGE, "{\"metadata\":{\"finalizers\":[\"example.org/held\"]}}");
    resource(cluster.client("alice"), token).delete();
    assertSoonRefused(token);
    assertThat(alice.get(path(token)).status()).isEqualTo(404);
    assertThat(alice.get(TOKENS).body()).doesNotContain(token.field("id"));
    held.patch(MERGE, "{\"metadata\":{\"finalizers\":null}}");
  }

  @Test
  void withoutItsDigestAndWithItAgain() {
    Reply token = alice.made("{}");
    Secret digest = digest(token, 1).get();
    digest(token, 1).delete();
    assertSoonRefused(token);
    cluster.facadeClient().resource(fresh(digest)).create();
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertAccepted(token));
  }

  @Test
  void aDigestCopiedToAnotherToken() {
    Reply alices = alice.made("{}");
    Reply bobs = Rest.as(cluster, "bob").made("{}");
    Secret place = digest(bobs, 1).get();
    digest(bobs, 1).delete();
    Secret copy =
        new SecretBuilder(fresh(place)).withData(digest(alices, 1).get().getData()).build();
    cluster.facadeClient().resource(copy).create();
    assertSoonRefused(bobs);
    assertAccepted(alices);
    alice.delete(path(alices));
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(3))
        .untilAsserted(() -> assertRefused(alices));
  }

  @Test
  void anOldSerialBroughtBack() {
    Reply token = alice.made("{}");
    Secret old = digest(token, 1).get();
    resource(cluster.client("alice"), token).patch(MERGE, "{\"spec\":{\"keySerial\":2}}");
    assertSoonRefused(token);
    Secret underNewName =
        new SecretBuilder(fresh(old))
            .editMetadata()
            .withName(Names.digestSecret(token.field("id"), 2))
            .endMetadata()
            .build();
    cluster.facadeClient().resource(underNewName).create();
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(3))
        .untilAsserted(() -> assertRefused(token));
  }

  @Test
  void anOwnerChangedBehindTheApiServersBack() {
    Reply token = alice.made("{\"description\":\"to be stolen\"}");
    assertAccepted(token);
    try (Etcd etcd = new Etcd(cluster)) {
      String name = resource(root, token).item().getMetadata().getName();
      String key = "/registry/kriten.io/apitokens/" + LocalSettings.TOKENS_NAMESPACE + "/" + name;
      etcd.forEach(
          (k, value) -> {
            if (k.equals(key)) {
              String json = new String(value, UTF_8);
              assertThat(json).contains("\"username\":\"alice\"");
              etcd.put(
                  key,
                  json.replace("\"username\":\"alice\"", "\"username\":\"admin\"").getBytes(UTF_8));
            }
          });
    }
    assertThat(resource(root, token).get().getSpec().owner().username()).isEqualTo("admin");
    assertSoonRefused(token);
    root.resource(resource(root, token).get()).delete();
  }

  @Test
  void aTokenMadeAnewUnderTheSameName() {
    Reply token = alice.made("{}");
    ApiToken first = resource(root, token).get();
    Secret digest = digest(token, 1).get();
    alice.delete(path(token));
    ApiToken second = new ApiToken();
    second.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(first.getMetadata().getNamespace())
            .withName(first.getMetadata().getName())
            .build());
    second.setSpec(first.getSpec());
    ApiToken made = cluster.facadeClient().resource(second).create();
    assertRefused(token);
    assertThat(alice.get(path(token)).status()).isEqualTo(404);
    assertThat(digest.getMetadata().getName()).doesNotContain(made.getMetadata().getUid());
    root.resource(made).delete();
  }

  @Test
  void foreignAndMalformedOnes() {
    for (String key :
        new String[] {
          "kri_rbaurEcVyGJIjRioWIaiT3WteVh8ndlVQAEl", "kri_", "x", "kri_" + "0".repeat(36)
        }) {
      Reply reply = Rest.byKey(cluster, key).get(RUNNERS);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.body()).isEqualTo(REFUSED);
      assertThat(
              Rest.anonymous(cluster)
                  .with("Authorization", "Bearer kri_" + key)
                  .get(RUNNERS)
                  .body())
          .isEqualTo(REFUSED);
    }
  }
}
