package io.kriten.apitoken.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.crds.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who alters a policy, makes a token and puts all back, the times of managedFields too. */
@OnOperatorCluster
class ForgedHistoryTest {

  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  private OperatorCluster cluster;
  private Policies policies;

  @BeforeEach
  void take(OperatorCluster cluster) {
    this.cluster = cluster;
    this.policies = new Policies(cluster.admin());
  }

  @AfterEach
  void putBack() {
    policies.restore();
    policies.awaitInForce();
  }

  @Test
  void getsNoKeyWhileTheOperatorWasAway() {
    TokenProbe stolen = stealAndCover();

    cluster.operator();

    assertThatItNeverGetsAKey(stolen);
    cluster.stopAll();
    cluster.operator();
    assertThatItNeverGetsAKey(stolen);
    Instant covered = Instant.now().plusSeconds(4);
    await().until(() -> Instant.now().isAfter(covered));
    cluster.create("alice", "honest").awaitReady("Active");
  }

  @Test
  void getsNoKeyUnderTheOperatorsEyes() {
    cluster.operator();
    cluster.create("alice", "before").awaitReady("Active");

    assertThatItNeverGetsAKey(stealAndCover());
  }

  @Test
  void getsNoKeyByAMemoryThatWasWrittenForIt() {
    TokenProbe stolen = stealAndCover();
    cluster
        .admin()
        .configMaps()
        .inNamespace(OperatorCluster.RELEASE)
        .withName("apitoken-guard")
        .edit(
            memory -> {
              memory
                  .getMetadata()
                  .getManagedFields()
                  .forEach(entry -> entry.setTime(LONG_AGO.toString()));
              memory.setData(
                  Map.of(
                      "ValidatingAdmissionPolicyBinding.apitoken-owner.kriten.io",
                      policies.state(Policies.OWNER_BINDING) + " " + LONG_AGO));
              return memory;
            });

    cluster.operator();

    assertThatItNeverGetsAKey(stolen);
  }

  private TokenProbe stealAndCover() {
    policies.audit(Policies.OWNER_BINDING);
    TokenProbe stolen =
        await()
            .atMost(Duration.ofSeconds(30))
            .ignoreException(KubernetesClientException.class)
            .until(
                () -> cluster.create("alice", "stolen", Map.of("owner", Map.of("username", "bob"))),
                token -> true);
    policies.putBack(Policies.OWNER_BINDING);
    // The first write of a writer is told with its time, the next as the writer says.
    await()
        .untilAsserted(
            () -> {
              policies.backdate(Policies.OWNER_BINDING, LONG_AGO);
              assertThat(policies.written(Policies.OWNER_BINDING)).containsOnly(LONG_AGO);
            });
    return stolen;
  }

  private static void assertThatItNeverGetsAKey(TokenProbe stolen) {
    stolen.awaitReady("GuardMissing");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(stolen.message()).contains("it never gets a key"));
    assertThat(stolen.secrets(Labels.KEY_TYPE)).isEmpty();
    assertThat(stolen.secrets(Labels.DIGEST_TYPE)).isEmpty();
  }
}
