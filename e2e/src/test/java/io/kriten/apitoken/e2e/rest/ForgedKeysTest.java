package io.kriten.apitoken.e2e.rest;

import static io.kriten.apitoken.e2e.Rest.TOKENS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Etcd;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.Rest.Reply;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Digests, owners and names that somebody moved, brought back or took over: no key gains by it. */
@ExtendWith(ClusterExtension.class)
class ForgedKeysTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final LocalCluster cluster;
  private final KubernetesClient root;
  private final Keys keys;
  private final Rest alice;

  ForgedKeysTest(LocalCluster cluster) {
    this.cluster = cluster;
    this.root = cluster.adminClient();
    this.keys = new Keys(cluster);
    this.alice = Rest.as(cluster, "alice");
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
  void withoutItsDigestAndWithItAgain() {
    Reply token = alice.made("{}");
    Secret digest = keys.digest(token, 1).get();
    keys.digest(token, 1).delete();
    keys.assertSoonRefused(token);
    cluster.facadeClient().resource(fresh(digest)).create();
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> keys.assertAccepted(token));
  }

  @Test
  void aDigestCopiedToAnotherToken() {
    Reply alices = alice.made("{}");
    Reply bobs = Rest.as(cluster, "bob").made("{}");
    Secret place = keys.digest(bobs, 1).get();
    keys.digest(bobs, 1).delete();
    Secret copy =
        new SecretBuilder(fresh(place)).withData(keys.digest(alices, 1).get().getData()).build();
    cluster.facadeClient().resource(copy).create();
    keys.assertSoonRefused(bobs);
    keys.assertAccepted(alices);
    alice.delete(Keys.path(alices));
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(3))
        .untilAsserted(() -> keys.assertRefused(alices));
  }

  @Test
  void anOldSerialBroughtBack() {
    Reply token = alice.made("{}");
    Secret old = keys.digest(token, 1).get();
    keys.resource(cluster.client("alice"), token).patch(MERGE, "{\"spec\":{\"keySerial\":2}}");
    keys.assertSoonRefused(token);
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
        .untilAsserted(() -> keys.assertRefused(token));
  }

  @Test
  void anOwnerChangedBehindTheApiServersBack() {
    Reply token = alice.made("{\"description\":\"to be stolen\"}");
    keys.assertAccepted(token);
    try (Etcd etcd = new Etcd(cluster)) {
      String name = keys.resource(root, token).item().getMetadata().getName();
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
    assertThat(keys.resource(root, token).get().getSpec().owner().username()).isEqualTo("admin");
    keys.assertSoonRefused(token);
    root.resource(keys.resource(root, token).get()).delete();
  }

  @Test
  void aTokenMadeAnewUnderTheSameName() {
    Reply token = alice.made("{}");
    ApiToken first = keys.resource(root, token).get();
    Secret digest = keys.digest(token, 1).get();
    alice.delete(Keys.path(token));
    ApiToken second = new ApiToken();
    second.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(first.getMetadata().getNamespace())
            .withName(first.getMetadata().getName())
            .build());
    second.setSpec(first.getSpec());
    ApiToken made = cluster.facadeClient().resource(second).create();
    keys.assertRefused(token);
    assertThat(alice.get(Keys.path(token)).status()).isEqualTo(404);
    assertThat(digest.getMetadata().getName()).doesNotContain(made.getMetadata().getUid());
    root.resource(made).delete();
  }

  @Test
  void theOwnersSuccessorUnderTheSameName() {
    Reply alices = alice.made("{}");
    String name = keys.resource(root, alices).item().getMetadata().getName();
    Secret digest = keys.digest(alices, 1).get();
    keys.resource(cluster.client("alice"), alices)
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    // The garbage collector lets go of what it owned first; until then the name is taken. One that
    // has just started learns of the CRD within half a minute.
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                root.resources(ApiToken.class)
                        .inNamespace(LocalSettings.TOKENS_NAMESPACE)
                        .withName(name)
                        .get()
                    == null);
    ApiToken bobs = new ApiToken();
    bobs.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(LocalSettings.TOKENS_NAMESPACE)
            .withName(name)
            .build());
    bobs.setSpec(new ApiTokenSpec(null, "mine now", null, null, null, null));
    ApiToken made = cluster.client("bob").resource(bobs).create();
    await()
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(root.resource(made).get().getStatus().conditions())
                    .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True")));

    // The operator tidies her digest away; a backup may bring it back.
    keys.digest(alices, 1).delete();
    cluster.facadeClient().resource(fresh(digest)).create();
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(3))
        .untilAsserted(() -> keys.assertRefused(alices));
    assertThat(alice.get(Keys.path(alices)).status()).isEqualTo(404);
    assertThat(alice.get(TOKENS).body()).doesNotContain(made.getMetadata().getUid());
    root.resource(made).delete();
    keys.digest(alices, 1).delete();
  }
}
