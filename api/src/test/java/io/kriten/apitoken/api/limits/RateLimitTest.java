package io.kriten.apitoken.api.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private final AtomicLong now = new AtomicLong(-5);

  private RateLimit<String> limit(int perSecond, int burst) {
    return new RateLimit<>(new Rate(perSecond, burst), now::get);
  }

  private static long taken(RateLimit<String> limit, String key, int tries) {
    return IntStream.range(0, tries).filter(i -> limit.take(key)).count();
  }

  @Test
  void aBurstAtOnceThenTheRate() {
    RateLimit<String> limit = limit(10, 100);
    assertThat(taken(limit, "a", 1_000)).isEqualTo(100);
    now.addAndGet(Duration.ofMillis(99).toNanos());
    assertThat(taken(limit, "a", 10)).isZero();
    now.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(taken(limit, "a", 10)).isEqualTo(1);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(taken(limit, "a", 100)).isEqualTo(10);
  }

  @Test
  void aRestFillsTheBucketAgainButNoMore() {
    RateLimit<String> limit = limit(10, 20);
    assertThat(taken(limit, "a", 100)).isEqualTo(20);
    now.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(taken(limit, "a", 100)).isEqualTo(20);
  }

  @Test
  void everyKeyHasItsOwnBucket() {
    RateLimit<String> limit = limit(1, 3);
    assertThat(taken(limit, "a", 10)).isEqualTo(3);
    assertThat(taken(limit, "b", 10)).isEqualTo(3);
  }

  @Test
  void zeroIsNoLimit() {
    assertThat(taken(new RateLimit<>(Rate.UNLIMITED, now::get), "a", 100_000)).isEqualTo(100_000);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, 0));
  }
}
