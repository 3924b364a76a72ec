package io.kriten.apitoken.e2e.rest;

import static io.kriten.apitoken.e2e.Rest.RUNNERS;
import static io.kriten.apitoken.e2e.Rest.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.Rest.Reply;
import io.kriten.apitoken.local.LocalCluster;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys that must not be accepted any more, and that all get the one same answer. */
@ExtendWith(ClusterExtension.class)
class RefusedKeysTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final LocalCluster cluster;
  private final KubernetesClient root;
  private final Keys keys;
  private final Rest alice;

  RefusedKeysTest(LocalCluster cluster) {
    this.cluster = cluster;
    this.root = cluster.adminClient();
    this.keys = new Keys(cluster);
    this.alice = Rest.as(cluster, "alice");
  }

  @Test
  void disabledAndEnabledAgain() {
    Reply token = alice.made("{}");
    for (int i = 0; i < 20; i++) {
      keys.assertAccepted(token);
      alice.patch(Keys.path(token), "{\"enabled\":false}");
      keys.assertRefused(token);
      alice.patch(Keys.path(token), "{\"enabled\":true}");
    }
    keys.assertAccepted(token);
  }

  @Test
  void bornDisabled() {
    Reply token = alice.made("{\"enabled\":false}");
    keys.assertRefused(token);
    alice.patch(Keys.path(token), "{\"enabled\":null}");
    keys.assertAccepted(token);
  }

  @Test
  void disabledByKubectl() {
    Reply token = alice.made("{}");
    keys.resource(cluster.client("alice"), token).patch(MERGE, "{\"spec\":{\"enabled\":false}}");
    keys.assertSoonRefused(token);
  }

  @Test
  void bornExpiredAndExtended() {
    Reply token = alice.made("{\"expires\":\"2020-01-01T00:00:00Z\"}");
    keys.assertRefused(token);
    alice.patch(Keys.path(token), "{\"expires\":null}");
    keys.assertAccepted(token);
  }

  @Test
  void expiresAtTheInstantWithTheOperatorStopped() {
    cluster.stopOperator();
    try {
      Instant end = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MILLIS);
      Reply token = alice.made("{\"expires\":\"" + end + "\"}");
      int accepted = 0;
      while (keys.use(token).status() == 200) {
        accepted++;
        assertThat(Instant.now().minusMillis(500)).isBefore(end);
      }
      assertThat(accepted).isPositive();
      assertThat(Instant.now()).isAfterOrEqualTo(end);
      keys.assertRefused(token);
    } finally {
      cluster.startOperator();
    }
  }

  @Test
  void deletedByRest() {
    Reply token = alice.made("{}");
    alice.delete(Keys.path(token));
    keys.assertRefused(token);
  }

  @Test
  void deletedByKubectl() {
    for (DeletionPropagation policy : DeletionPropagation.values()) {
      Reply token = alice.made("{}");
      keys.resource(cluster.client("alice"), token).withPropagationPolicy(policy).delete();
      keys.assertSoonRefused(token);
    }
  }

  @Test
  void beingDeletedButHeldByAFinalizer() {
    Reply token = alice.made("{}");
    Resource<ApiToken> held = keys.resource(root, token);
    held.patch(MERGE, "{\"metadata\":{\"finalizers\":[\"example.org/held\"]}}");
    keys.resource(cluster.client("alice"), token).delete();
    keys.assertSoonRefused(token);
    assertThat(alice.get(Keys.path(token)).status()).isEqualTo(404);
    assertThat(alice.get(TOKENS).body()).doesNotContain(token.field("id"));
    held.patch(MERGE, "{\"metadata\":{\"finalizers\":null}}");
  }

  @Test
  void foreignAndMalformedOnes() {
    for (String key :
        new String[] {
          "kri_rbaurEcVyGJIjRioWIaiT3WteVh8ndlVQAEl", "kri_", "x", "kri_" + "0".repeat(36)
        }) {
      Keys.assertRefusal(Rest.byKey(cluster, key).get(RUNNERS));
      Keys.assertRefusal(
          Rest.anonymous(cluster).with("Authorization", "Bearer kri_" + key).get(RUNNERS));
    }
  }
}
