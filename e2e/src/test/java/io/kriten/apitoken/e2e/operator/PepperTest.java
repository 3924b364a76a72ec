package io.kriten.apitoken.e2e.operator;

import static io.kriten.apitoken.e2e.operator.OperatorCluster.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.crds.Names;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peppers are made once; their loss is seen, and mended by a backup alone. */
@OnOperatorCluster
class PepperTest {

  @AfterEach
  void leaveAWholePepper(OperatorCluster cluster) {
    cluster.stopAll();
    pepper(cluster).delete();
  }

  @Test
  void isMadeAtTheFirstStartAndKeptAtTheNext(OperatorCluster cluster) {
    pepper(cluster).delete();
    cluster.operator();
    String first = pepper(cluster).get().getMetadata().getUid();
    cluster.stopAll();

    cluster.operator();

    assertThat(pepper(cluster).get().getMetadata().getUid()).isEqualTo(first);
    assertThat(pepper(cluster).get().getMetadata().getResourceVersion()).isNotBlank();
  }

  @Test
  void isNotMadeAnewWhileADigestNeedsTheLostOne(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe keyed = cluster.create("alice", "keyed").awaitReady("Active");
    Secret backup = pepper(cluster).get();
    pepper(cluster).delete();

    TokenProbe pending = cluster.create("alice", "pending").awaitReady("PepperMissing");
    keyed.awaitReady("PepperMissing");
    assertThat(pending.message()).contains("namespace apitokens holds digests");
    cluster.stopAll();
    cluster.operator();
    cluster.create("bob", "pending-too").awaitReady("PepperMissing");
    assertThat(pepper(cluster).get()).isNull();
    assertThat(pending.secrets(Labels.KEY_TYPE)).isEmpty();

    cluster
        .admin()
        .resource(
            new SecretBuilder(backup)
                .editMetadata()
                .withUid(null)
                .withResourceVersion(null)
                .endMetadata()
                .build())
        .create();

    keyed.awaitReady("Active");
    assertThat(keyed.isGood(keyed.key())).isTrue();
    pending.awaitReady("Active").assertThatTheOneKeyWaits();
  }

  @Test
  void oneThatCannotBeReadIsMissingAndNotReplaced(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe keyed = cluster.create("alice", "keyed").awaitReady("Active");
    Secret whole = pepper(cluster).get();
    pepper(cluster).edit(s -> new SecretBuilder(s).removeFromData("tag").build());

    keyed.awaitReady("PepperMissing");
    assertThat(keyed.message()).contains("tag");
    pepper(cluster)
        .edit(s -> new SecretBuilder(s).addToData("tag", whole.getData().get("tag")).build());

    keyed.awaitReady("Active");
  }

  @Test
  void isMadeAnewWhenNothingWasLost(OperatorCluster cluster) {
    cluster.operator();
    pepper(cluster).delete();

    await().atMost(Duration.ofSeconds(20)).until(() -> pepper(cluster).get() != null);
  }

  private static Resource<Secret> pepper(OperatorCluster cluster) {
    return cluster.admin().secrets().inNamespace(RELEASE).withName(Names.PEPPER_SECRET);
  }
}
