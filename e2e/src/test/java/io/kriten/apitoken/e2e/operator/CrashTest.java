package io.kriten.apitoken.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator dies at each of its calls in turn, and another takes over. */
@OnOperatorCluster
class CrashTest {

  /** Delivery Secret, Role, RoleBinding, digest Secret, Event, status, Event. */
  private static final int CALLS_OF_A_MINT = 7;

  /** RoleBinding, Role, delivery Secret, status. */
  private static final int CALLS_OF_A_CLOSURE = 4;

  static Stream<CallFaults> mintFaults() {
    return faults(CALLS_OF_A_MINT);
  }

  static Stream<CallFaults> closureFaults() {
    return faults(CALLS_OF_A_CLOSURE);
  }

  private static Stream<CallFaults> faults(int calls) {
    return IntStream.rangeClosed(1, calls)
        .boxed()
        .flatMap(call -> Stream.of(CallFaults.before(call), CallFaults.after(call)));
  }

  /** A watch that lags may make it try another status, which is refused. */
  @Test
  void thoseAreTheCallsOfAMint(OperatorCluster cluster) {
    CallLog log = new CallLog();
    start(cluster, Clock.systemUTC(), log);

    cluster.create("alice", "all-calls").awaitReady("Active").assertThatTheOneKeyWaits();

    await().until(() -> log.calls().size() >= CALLS_OF_A_MINT);
    assertThat(log.calls().subList(0, CALLS_OF_A_MINT))
        .containsExactly(
            "POST secrets",
            "POST roles",
            "POST rolebindings",
            "POST secrets",
            "POST events",
            "PATCH status",
            "POST events");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mintFaults")
  void aDeathDuringAMintLeavesOneKeyAndNothingElse(CallFaults faults, OperatorCluster cluster) {
    start(cluster, Clock.systemUTC(), faults);
    TokenProbe token = cluster.create("alice", nameOf(faults));
    assertThat(faults.happenedWithin(30)).isTrue();
    cluster.stopAll();

    cluster.operator();

    token.awaitReady("Active").awaitDelivered("InSecret").assertThatTheOneKeyWaits();
    cluster.stopAll();
    cluster.operatorAfter(Duration.ofHours(2));
    token.awaitDelivered("Withdrawn").awaitReady("Active").assertThatTheDeliveryIsOver();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("closureFaults")
  void aDeathDuringAClosureLeavesNothing(CallFaults faults, OperatorCluster cluster) {
    cluster.operator();
    TokenProbe token = cluster.create("alice", nameOf(faults)).awaitReady("Active");
    token.awaitDelivered("InSecret");
    cluster.stopAll();
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
    start(cluster, late, faults);
    assertThat(faults.happenedWithin(30)).isTrue();
    cluster.stopAll();

    cluster.operatorAfter(Duration.ofHours(2));

    token.awaitReady("Active").assertThatEventuallyTheDeliveryIsOver();
  }

  /** Without an election, so that both work at once: the names decide. */
  @Test
  void twoOperatorsMakeOneKey(OperatorCluster cluster) {
    cluster.operator();
    cluster.operator();

    List<TokenProbe> tokens =
        IntStream.range(0, 30).mapToObj(i -> cluster.create("alice", "both-" + i)).toList();

    tokens.forEach(token -> token.awaitReady("Active").assertThatTheOneKeyWaits());
  }

  private static void start(OperatorCluster cluster, Clock clock, Interceptor calls) {
    var unused =
        cluster.operator(
            OperatorCluster.settings(Duration.ZERO, false),
            clock,
            cluster.interceptedClient(calls));
  }

  private static String nameOf(CallFaults faults) {
    return faults.toString().toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
