package io.kriten.apitoken.operator;

import static io.kriten.apitoken.operator.Samples.CREATED;
import static io.kriten.apitoken.operator.Samples.PEPPERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Delivery;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.crds.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a token is looked at again, and when it is deleted. */
class WakeUpTest {

  private static final Instant NOW = CREATED.plusSeconds(60);
  private static final Duration RETENTION = Duration.ofDays(30);

  private final Decider keepsAll = new Decider(new OwnerPolicy(false), Duration.ZERO);
  private final Decider tidiesUp = new Decider(new OwnerPolicy(false), RETENTION);

  @Test
  void atTheExpiry() {
    Decision decision =
        keepsAll.decide(fetched(Samples.expiring("2030-01-31T12:01:00.000000001Z")), NOW);

    assertThat(decision.verdict().reason()).isEqualTo(Verdict.Reason.Active);
    assertThat(decision.wakeUp()).contains(NOW.plusNanos(1));
  }

  @Test
  void notForAnExpiryThatHasPassedOrNeverComes() {
    assertThat(keepsAll.decide(fetched(Samples.expiring("2030-01-31T12:01:00Z")), NOW).wakeUp())
        .isEmpty();
    assertThat(keepsAll.decide(fetched(Samples.token()), NOW).wakeUp()).isEmpty();
  }

  @Test
  void atTheEndOfTheDelivery() {
    ApiToken token = Samples.expiring("2031-01-01T00:00:00Z");
    Observation waiting =
        fetched(token).withNewDelivery(Found.ours(new KeySecret(Samples.digest(token), CREATED)));

    assertThat(keepsAll.decide(waiting, NOW).wakeUp()).contains(CREATED.plus(Duration.ofHours(1)));
  }

  @Test
  void soonAgainWhileANameIsTaken() {
    Observation conflict = fetched(Samples.token()).withDigest(Found.foreign());

    assertThat(keepsAll.decide(conflict, NOW).wakeUp()).contains(NOW.plus(Decider.RECHECK));
  }

  @Test
  void anUnansweredResponseTokenGoesAfterTenMinutesAndStaysAfterAnHour() {
    Observation unanswered = unkeyed(Samples.token(Delivery.Mode.Response));
    Instant due = CREATED.plus(Duration.ofMinutes(10));
    Instant tooOld = CREATED.plus(Duration.ofHours(1));
    Action deletion = new Action.DeleteToken(Action.DeleteToken.Cause.Abandoned);

    Decision before = keepsAll.decide(unanswered, due.minusNanos(1));
    assertThat(before.action()).isEmpty();
    assertThat(before.wakeUp()).contains(due);
    assertThat(keepsAll.decide(unanswered, due).action()).contains(deletion);
    assertThat(keepsAll.decide(unanswered, tooOld.minusNanos(1)).action()).contains(deletion);
    assertThat(keepsAll.decide(unanswered, tooOld).action()).isEmpty();
  }

  @Test
  void aResponseTokenThatEverHadAKeyStays() {
    ApiToken token = Samples.withHint(Samples.token(Delivery.Mode.Response));

    assertThat(keepsAll.decide(unkeyed(token), CREATED.plus(Duration.ofMinutes(20))).action())
        .isEmpty();
  }

  @Test
  void anExpiredTokenGoesAfterItsRetention() {
    Observation expired = fetched(Samples.expiring("2030-02-01T00:00:00Z"));
    Instant due = Instant.parse("2030-02-01T00:00:00Z").plus(RETENTION);

    Decision before = tidiesUp.decide(expired, due.minusNanos(1));
    assertThat(before.action()).isEmpty();
    assertThat(before.wakeUp()).contains(due);
    assertThat(tidiesUp.decide(expired, due).action())
        .contains(new Action.DeleteToken(Action.DeleteToken.Cause.Retention));
    assertThat(keepsAll.decide(expired, due).action()).isEmpty();
  }

  @Test
  void aTokenThatWasBornExpiredIsKeptFromItsBirth() {
    Observation bornExpired = fetched(Samples.expiring("1999-12-31T00:00:00Z"));

    assertThat(tidiesUp.decide(bornExpired, NOW).action()).isEmpty();
    assertThat(tidiesUp.decide(bornExpired, NOW).wakeUp()).contains(CREATED.plus(RETENTION));
  }

  @Test
  void neverOrUnreadableIsNoReasonToDelete() {
    Instant late = CREATED.plus(Duration.ofDays(10_000));

    assertThat(tidiesUp.decide(fetched(Samples.token()), late).action()).isEmpty();
    assertThat(tidiesUp.decide(fetched(Samples.expiring("tomorrow")), late).action()).isEmpty();
  }

  /** A token with its key, which its owner has fetched. */
  private static Observation fetched(ApiToken token) {
    DigestRecord digest = Samples.digest(token);
    return unkeyed(token).withDigest(Found.ours(digest)).withDeliveryClosed(Handover.Fetched);
  }

  private static Observation unkeyed(ApiToken token) {
    return new Observation(
        token,
        Found.absent(),
        Found.absent(),
        Claim.ABSENT,
        Handover.Open,
        Set.of(),
        GuardStanding.inForceSince(Instant.EPOCH),
        PepperStanding.of(PEPPERS));
  }
}
