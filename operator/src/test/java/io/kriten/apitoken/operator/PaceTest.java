package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");

  private final Pace pace = new Pace();

  @Test
  void oneAloneDoesNotWait() {
    assertThat(pace.untilTurn("a", NOW)).isZero();
    assertThat(pace.untilTurn("b", NOW.plus(Pace.INTERVAL))).isZero();
  }

  @Test
  void eachOfManyHasATurnOfItsOwn() {
    assertThat(pace.untilTurn("a", NOW)).isZero();
    assertThat(pace.untilTurn("b", NOW)).isEqualTo(Pace.INTERVAL);
    assertThat(pace.untilTurn("c", NOW)).isEqualTo(Pace.INTERVAL.multipliedBy(2));
  }

  @Test
  void whoComesBackKeepsItsTurn() {
    assertThat(pace.untilTurn("a", NOW)).isZero();
    assertThat(pace.untilTurn("b", NOW)).isEqualTo(Pace.INTERVAL);
    assertThat(pace.untilTurn("c", NOW)).isPositive();

    assertThat(pace.untilTurn("b", NOW.plusMillis(5))).isEqualTo(Pace.INTERVAL.minusMillis(5));
    assertThat(pace.untilTurn("b", NOW.plus(Pace.INTERVAL))).isZero();
  }

  @Test
  void whoNeverComesBackIsForgotten() {
    pace.untilTurn("a", NOW);
    pace.untilTurn("gone", NOW);

    assertThat(pace.untilTurn("b", NOW.plusSeconds(60))).isZero();
    assertThat(pace.untilTurn("gone", NOW.plusSeconds(60))).isEqualTo(Pace.INTERVAL);
  }

  @Test
  void thoseOfOneSecondAreLookedAtOneAfterTheOther() {
    Instant expires = NOW.plusSeconds(60);
    Instant alsoThen = expires.plusMillis(999);
    assertThat(pace.wakeUp("a", expires, NOW)).isEqualTo(expires);
    assertThat(pace.wakeUp("b", alsoThen, NOW)).isEqualTo(alsoThen.plus(Pace.INTERVAL));
    assertThat(pace.wakeUp("other", expires.plusSeconds(1), NOW)).isEqualTo(expires.plusSeconds(1));
    assertThat(pace.wakeUp("c", expires, NOW))
        .isEqualTo(expires.plus(Pace.INTERVAL.multipliedBy(2)));
    assertThat(pace.wakeUp("b", alsoThen, NOW.plusSeconds(1)))
        .as("asked again")
        .isEqualTo(alsoThen.plus(Pace.INTERVAL));
  }

  @Test
  void whatHasExpiredIsForgotten() {
    Instant expires = NOW.plusSeconds(60);
    pace.wakeUp("gone", expires, NOW);
    pace.wakeUp("later", expires.plusSeconds(60), expires.plusSeconds(1));

    assertThat(pace.wakeUp("a", expires, NOW)).isEqualTo(expires);
  }

  @Test
  void tenThousandAtOnceAreOverWithinFiveMinutes() {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 10_000; i++) {
      longest = pace.untilTurn("token-" + i, NOW);
    }

    assertThat(longest).isLessThan(Duration.ofMinutes(5).minusSeconds(15));
  }
}
