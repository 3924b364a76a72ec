package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Verdict;
import io.kriten.apitoken.keys.TokenKey;
import io.kriten.apitoken.operator.TokenWorld.Watch;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator dies at each of its calls in turn, before and after it arrived. */
class MintingFaultsTest {

  /** Delivery Secret, Role, RoleBinding, digest Secret, Event, status, Event. */
  private static final int CALLS_OF_A_MINT = 7;

  private static final int CALL_OF_THE_DIGEST = 4;

  /** RoleBinding, Role, delivery Secret, status. */
  private static final int CALLS_OF_A_CLOSURE = 4;

  static Stream<Arguments> mintFaults() {
    return faults(CALLS_OF_A_MINT);
  }

  static Stream<Arguments> pairsOfMintFaults() {
    return faults(CALLS_OF_A_MINT)
        .flatMap(
            first ->
                faults(CALLS_OF_A_MINT)
                    .map(second -> Arguments.of(first.get()[1], second.get()[1], second.get()[2])));
  }

  static Stream<Arguments> closureFaults() {
    return faults(CALLS_OF_A_CLOSURE);
  }

  /** Each call, before and after, then a restart with a watch that lags or not. */
  private static Stream<Arguments> faults(int calls) {
    return IntStream.rangeClosed(1, calls)
        .boxed()
        .flatMap(
            call ->
                Stream.of(Watch.values())
                    .flatMap(
                        watch ->
                            Stream.<IntFunction<Faults>>of(Faults::before, Faults::after)
                                .map(kind -> Arguments.of(call, kind.apply(call), watch))));
  }

  @Test
  void aMintTakesJustThoseCalls() {
    TokenWorld world = new TokenWorld(Samples.token());
    Faults none = Faults.before(CALLS_OF_A_MINT + 1);
    world.server.failBy(none);

    world.pass(Watch.BEHIND);

    assertThat(none.calls()).isEqualTo(CALLS_OF_A_MINT);
    assertThatTheTokenHasItsOneKey(world);
  }

  @ParameterizedTest
  @MethodSource("mintFaults")
  void aDeathDuringAMintIsMended(int call, Faults faults, Watch watch) {
    TokenWorld world = new TokenWorld(Samples.token());

    die(world, faults);
    world.pass(watch);

    assertThatTheTokenHasItsOneKey(world);
    assertThatNothingIsLeftAfterTheTtl(world);
  }

  @ParameterizedTest
  @MethodSource("pairsOfMintFaults")
  void twoDeathsDuringAMintAreMended(Faults first, Faults second, Watch watch) {
    TokenWorld world = new TokenWorld(Samples.token());

    die(world, first);
    die(world, second);
    world.pass(watch);

    assertThatTheTokenHasItsOneKey(world);
  }

  /** What an operator made half an hour ago, and died, is completed and not made anew. */
  @ParameterizedTest
  @MethodSource("mintFaults")
  void theKeyOfTheDeliverySecretStays(int call, Faults faults, Watch watch) {
    TokenWorld world = new TokenWorld(Samples.token());
    die(world, faults);
    List<String> before = world.deliveries().stream().map(s -> s.getData().get("key")).toList();

    world.clock.advance(Duration.ofMinutes(30));
    world.pass(watch);

    assertThat(world.deliveries()).extracting(s -> s.getData().get("key")).containsAll(before);
  }

  /** Nobody can have fetched a key that lay there overdue and without a digest. */
  @ParameterizedTest
  @MethodSource("mintFaults")
  void aHalfMadeKeyThatIsOverdueMakesWayForAnother(int call, Faults faults, Watch watch) {
    TokenWorld world = new TokenWorld(Samples.token());
    die(world, faults);
    boolean half = world.digests().isEmpty();

    world.clock.advance(Duration.ofHours(2));
    world.pass(watch);

    if (half) {
      assertThatTheTokenHasItsOneKey(world);
    } else {
      assertThatOnlyTheDigestIsLeft(world);
    }
  }

  /**
   * The one window in which a digest that was deleted is made anew: no status says yet that there
   * was a key. There is one key all the same, for the owner alone, and the first one is dead.
   */
  @Test
  void aKeyThatWasTakenAwayBeforeTheStatusToldOfItIsFollowedByOneOther() {
    TokenWorld world = new TokenWorld(Samples.token());
    die(world, Faults.after(CALL_OF_THE_DIGEST));
    TokenKey first = world.key();
    Secret digest = world.digests().get(0);
    Secret delivery = world.deliveries().get(0);
    world.server.remove(Secret.class, Samples.NAMESPACE, digest.getMetadata().getName());
    world.server.remove(Secret.class, Samples.NAMESPACE, delivery.getMetadata().getName());

    world.pass(Watch.BEHIND);

    assertThatTheTokenHasItsOneKey(world);
    assertThat(world.key()).isNotEqualTo(first);
    assertThat(Samples.PEPPERS.current().digest(first)).isNotEqualTo(world.digest().digest());
    assertThatNothingIsLeftAfterTheTtl(world);
  }

  @ParameterizedTest
  @MethodSource("closureFaults")
  void aDeathDuringAClosureIsMended(int call, Faults faults, Watch watch) {
    TokenWorld world = new TokenWorld(Samples.token());
    world.pass(Watch.CURRENT);
    world.clock.advance(Duration.ofHours(1));

    die(world, faults);
    world.pass(watch);

    assertThatOnlyTheDigestIsLeft(world);
    assertThat(TokenFacts.readyReason(world.token())).isEqualTo(Verdict.Reason.Active.name());
    assertThat(Handover.of(world.token()).isOver()).isTrue();
  }

  private static void die(TokenWorld world, Faults faults) {
    world.server.failBy(faults);
    ApiToken seen = world.token();
    try {
      world.pass(seen, Watch.CURRENT);
    } catch (KubernetesClientException died) {
      assertThat(faults.struck()).isTrue();
    } finally {
      world.server.failBy(Faults.NONE);
    }
  }

  private static void assertThatTheTokenHasItsOneKey(TokenWorld world) {
    String key = "apitoken-key-" + Samples.UID + "-1";
    assertThat(world.digests()).hasSize(1);
    assertThat(world.deliveries()).hasSize(1);
    assertThat(world.isKeyGood()).isTrue();
    assertThat(world.names(Role.class)).containsExactly(key);
    assertThat(world.names(RoleBinding.class)).containsExactly(key);
    assertThat(world.token().getStatus().keyHint()).isEqualTo(world.key().hint());
    assertThat(world.token().getStatus().deliverySecret()).isEqualTo(key);
    assertThat(TokenFacts.readyReason(world.token())).isEqualTo(Verdict.Reason.Active.name());
    assertThat(world.server.all(Event.class).toString()).doesNotContain(world.key().reveal());
    assertThat(world.token().getStatus().toString()).doesNotContain(world.key().reveal());
  }

  private static void assertThatNothingIsLeftAfterTheTtl(TokenWorld world) {
    world.clock.advance(Duration.ofHours(1));
    world.pass(Watch.CURRENT);
    assertThatOnlyTheDigestIsLeft(world);
  }

  private static void assertThatOnlyTheDigestIsLeft(TokenWorld world) {
    assertThat(world.digests()).hasSize(1);
    assertThat(world.deliveries()).isEmpty();
    assertThat(world.names(Role.class)).isEmpty();
    assertThat(world.names(RoleBinding.class)).isEmpty();
    assertThat(world.token().getStatus().deliverySecret()).isNull();
  }
}
