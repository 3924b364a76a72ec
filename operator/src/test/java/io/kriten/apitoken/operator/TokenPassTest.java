package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.operator.TokenWorld.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** After how long a pass wants to look again. */
class TokenPassTest {

  private static final Duration TO_EXPIRY = Duration.ofSeconds(59);
  private static final Duration ROUNDING = Duration.ofMillis(1);

  private final TokenWorld world = new TokenWorld(expiringAfter(TO_EXPIRY));

  @Test
  void atTheExpiry() {
    assertThat(world.pass(Watch.CURRENT)).contains(TO_EXPIRY.plus(ROUNDING));
  }

  /** JOSDK has no timer for a time that has passed, and drops the old one. */
  @Test
  void atOnceWhenTheExpiryPassesWhileTheStatusIsWritten() {
    reportTakes(TO_EXPIRY.plusMinutes(1));

    assertThat(world.pass(Watch.CURRENT)).contains(ROUNDING);
    assertThat(TokenFacts.readyReason(world.token())).isEqualTo("Active");

    world.pass(Watch.CURRENT);
    assertThat(TokenFacts.readyReason(world.token())).isEqualTo("Expired");
  }

  @Test
  void atOnceWhenTheStatusIsWrittenJustAtTheExpiry() {
    reportTakes(TO_EXPIRY);

    assertThat(world.pass(Watch.CURRENT)).contains(ROUNDING);
  }

  @Test
  void atOnceWhenTheDeliveryEndsWhileTheStatusIsWritten() {
    TokenWorld delivering = new TokenWorld(Samples.token());
    delivering.server.beforeStatus(server -> delivering.clock.advance(Duration.ofHours(2)));

    assertThat(delivering.pass(Watch.CURRENT)).contains(ROUNDING);
  }

  @Test
  void atItsTurnAmongThoseThatExpireAtOnce() {
    TokenPass operator = world.operator();
    ApiToken second = another();

    assertThat(operator.run(world.token(), List.of())).contains(TO_EXPIRY.plus(ROUNDING));
    reportTakes(TO_EXPIRY.plusMillis(10));
    assertThat(operator.run(second, List.of()))
        .as("of its turn, 10 ms have passed")
        .contains(Pace.INTERVAL.minusMillis(10).plus(ROUNDING));
  }

  @Test
  void afterTheLongestSleepWhenTheExpiryIsFarOff() {
    TokenWorld lasting = new TokenWorld(expiringAfter(Duration.ofDays(365)));

    assertThat(lasting.pass(Watch.CURRENT)).contains(TokenReconciler.MAX_INTERVAL);
  }

  private void reportTakes(Duration time) {
    world.server.beforeStatus(server -> world.clock.advance(time));
  }

  private ApiToken another() {
    ApiToken token = expiringAfter(TO_EXPIRY);
    token.getMetadata().setName("other");
    token.getMetadata().setUid("5c1d7f0e-9f5b-4f0c-8a63-0c3e6f6f2b11");
    return world.server.put(token);
  }

  /** From when a {@link TokenWorld} begins. */
  private static ApiToken expiringAfter(Duration time) {
    Instant begin = Samples.CREATED.plusSeconds(1);
    return Samples.expiring(begin.plus(time).toString());
  }
}
