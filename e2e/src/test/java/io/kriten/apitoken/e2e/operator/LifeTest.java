package io.kriten.apitoken.e2e.operator;

import static io.kriten.apitoken.e2e.operator.OperatorCluster.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Conditions;
import io.kriten.apitoken.keys.TokenKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a token between its creation and its end. */
@OnOperatorCluster
class LifeTest {

  @Test
  void isDisabledAndEnabledAtOnceAndTellsSoByEvents(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe token = cluster.create("alice", "switched").awaitReady("Active");

    enable(cluster, token, false);
    token.awaitReady("Disabled");
    enable(cluster, token, true);
    token.awaitReady("Active");

    await()
        .untilAsserted(
            () ->
                assertThat(
                        cluster
                            .admin()
                            .resources(Event.class)
                            .inNamespace(TOKENS)
                            .list()
                            .getItems())
                    .filteredOn(event -> token.uid().equals(event.getRegarding().getUid()))
                    .extracting(Event::getReason)
                    .containsExactlyInAnyOrder("KeyMade", "Active", "Disabled", "Active"));
  }

  @Test
  void expiresInTime(OperatorCluster cluster) {
    cluster.operator();
    Instant expiry = Instant.now().plusSeconds(10).truncatedTo(ChronoUnit.SECONDS);
    TokenProbe token = cluster.create("alice", "expiring", Map.of("expires", expiry.toString()));

    token.awaitReady("Active").awaitReady("Expired");

    Instant since =
        Instant.parse(token.condition(Conditions.READY).orElseThrow().getLastTransitionTime());
    assertThat(since).isBetween(expiry, expiry.plusSeconds(10));
  }

  @Test
  void isToldToBeGoingWhileSomethingHoldsIt(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe token = cluster.create("alice", "held").awaitReady("Active");
    Resource<ApiToken> resource = resource(cluster, "held");
    resource.edit(t -> finalizer(t, "example.com/hold"));

    resource.delete();

    token.awaitReady("Deleting");
    resource.edit(LifeTest::withoutFinalizers);
    await().until(() -> !token.exists());
  }

  @Test
  void anotherOfItsNameInheritsNothing(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe hers = cluster.create("alice", "name").awaitReady("Active");
    TokenKey herKey = hers.key();
    resource(cluster, "name").delete();

    TokenProbe his = cluster.create("bob", "name").awaitReady("Active");

    his.assertThatTheOneKeyWaits();
    assertThat(his.key()).isNotEqualTo(herKey);
    assertThat(his.isGood(herKey)).isFalse();
    assertThat(his.keyName()).isNotEqualTo(hers.keyName());
  }

  /** Also when no operator saw the first one go. */
  @Test
  void anotherOfItsNameInheritsNothingFromBeforeARestart(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe hers = cluster.create("alice", "name").awaitReady("Active");
    TokenKey herKey = hers.key();
    cluster.stopAll();
    resource(cluster, "name").delete();
    TokenProbe his = cluster.create("bob", "name");

    cluster.operator();

    his.awaitReady("Active").assertThatTheOneKeyWaits();
    assertThat(his.isGood(herKey)).isFalse();
  }

  @Test
  void isDeletedAfterTheRetentionWhereThereIsOne(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe expired =
        cluster.create("alice", "expired", Map.of("expires", "2020-01-01T00:00:00Z"));
    TokenProbe everlasting = cluster.create("alice", "everlasting");
    expired.awaitReady("Expired");
    everlasting.awaitReady("Active");
    cluster.stopAll();

    var unused =
        cluster.operator(
            OperatorCluster.settings(Duration.ofDays(30), false),
            Clock.offset(Clock.systemUTC(), Duration.ofDays(31)),
            cluster.operatorClient());

    await().atMost(Duration.ofSeconds(30)).until(() -> !expired.exists());
    everlasting.awaitDelivered("Withdrawn").awaitReady("Active");
  }

  @Test
  void isDeletedWhenItsFacadeDiedBeforeItHadADigest(OperatorCluster cluster) {
    TokenProbe abandoned = cluster.createForResponse("alice", "abandoned");
    cluster.operator();
    abandoned.awaitReady("KeyPending");
    cluster.stopAll();

    cluster.operatorAfter(Duration.ofMinutes(10));

    await().atMost(Duration.ofSeconds(30)).until(() -> !abandoned.exists());
  }

  @Test
  void staysWhenItIsTooOldToComeFromADyingFacade(OperatorCluster cluster) {
    TokenProbe old = cluster.createForResponse("alice", "old");

    cluster.operatorAfter(Duration.ofHours(1));

    old.awaitReady("KeyPending");
    assertThat(old.exists()).isTrue();
  }

  private static void enable(OperatorCluster cluster, TokenProbe token, boolean enabled) {
    var unused =
        cluster
            .as("alice")
            .resources(ApiToken.class)
            .inNamespace(TOKENS)
            .withName(token.name())
            .patch(
                PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"enabled\":" + enabled + "}}");
  }

  private static Resource<ApiToken> resource(OperatorCluster cluster, String name) {
    return cluster.admin().resources(ApiToken.class).inNamespace(TOKENS).withName(name);
  }

  private static ApiToken finalizer(ApiToken token, String finalizer) {
    token.addFinalizer(finalizer);
    return token;
  }

  private static ApiToken withoutFinalizers(ApiToken token) {
    token.getMetadata().getFinalizers().clear();
    return token;
  }
}
