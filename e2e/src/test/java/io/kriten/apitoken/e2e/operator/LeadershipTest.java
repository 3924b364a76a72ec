package io.kriten.apitoken.e2e.operator;

import static io.kriten.apitoken.e2e.operator.OperatorCluster.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.operator.OperatorSettings;
import io.kriten.apitoken.operator.TokenOperator;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of several replicas one works, and the next takes over. */
@OnOperatorCluster
class LeadershipTest {

  private final OperatorSettings settings = OperatorCluster.settings(Duration.ZERO, true);

  @AfterEach
  void removeTheLease(OperatorCluster cluster) {
    cluster.stopAll();
    cluster.admin().leases().inNamespace(RELEASE).withName("apitoken-operator").delete();
  }

  @Test
  void aLeaderThatStopsMakesWayAtOnce(OperatorCluster cluster) {
    TokenOperator first = start(cluster);
    await().atMost(Duration.ofSeconds(20)).until(() -> !holder(cluster).isEmpty());
    String leader = holder(cluster);
    TokenOperator second = start(cluster);
    cluster.create("alice", "by-the-first").awaitReady("Active").assertThatTheOneKeyWaits();
    assertThat(holder(cluster)).isEqualTo(leader);

    cluster.stop(first);

    await()
        .atMost(Duration.ofSeconds(8))
        .until(() -> !holder(cluster).isEmpty() && !holder(cluster).equals(leader));
    cluster.create("alice", "by-the-second").awaitReady("Active").assertThatTheOneKeyWaits();
    assertThat(second.leadershipLost().toCompletableFuture()).isNotDone();
    assertThat(first.leadershipLost().toCompletableFuture()).isNotDone();
  }

  @Test
  void aLeaderThatLosesItsLeaseSaysSo(OperatorCluster cluster) {
    TokenOperator operator = start(cluster);
    await().atMost(Duration.ofSeconds(20)).until(() -> !holder(cluster).isEmpty());

    var lease = cluster.admin().leases().inNamespace(RELEASE).withName("apitoken-operator");
    lease.edit(l -> l.edit().editSpec().withHolderIdentity("somebody else").endSpec().build());

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> operator.leadershipLost().toCompletableFuture().isDone());
  }

  private TokenOperator start(OperatorCluster cluster) {
    return cluster.operator(settings, Clock.systemUTC(), cluster.operatorClient());
  }

  private static String holder(OperatorCluster cluster) {
    var lease = cluster.admin().leases().inNamespace(RELEASE).withName("apitoken-operator").get();
    String holder = lease == null ? null : lease.getSpec().getHolderIdentity();
    return holder == null ? "" : holder;
  }
}
