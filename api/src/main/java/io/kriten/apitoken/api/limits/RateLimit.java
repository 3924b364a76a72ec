package io.kriten.apitoken.api.limits;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket for each key, kept as one number: when it will be full again (the generic cell
 * rate algorithm, ITU-T I.371). Buckets are forgotten once they are full, and their number is
 * bounded.
 *
 * @param <K> whose bucket it is
 */
public final class RateLimit<K> {

  private static final long MAX_BUCKETS = 100_000;

  private final boolean unlimited;
  private final long perOne;
  private final long perBurst;
  private final Ticker clock;
  private final LoadingCache<K, AtomicLong> fullAt;

  /**
   * @param clock nanoseconds that never go backwards
   */
  public RateLimit(Rate rate, Ticker clock) {
    this.unlimited = rate.isUnlimited();
    this.perOne = unlimited ? 0 : rate.perOne().toNanos();
    this.perBurst = perOne * rate.burst();
    this.clock = clock;
    this.fullAt =
        Caffeine.newBuilder()
            .maximumSize(MAX_BUCKETS)
            .expireAfterAccess(Duration.ofNanos(Math.max(perBurst, 1)))
            .ticker(clock)
            .build(key -> new AtomicLong(clock.read()));
  }

  boolean isUnlimited() {
    return unlimited;
  }

  /** Takes one; false when the bucket is empty. */
  public boolean take(K key) {
    if (unlimited) {
      return true;
    }
    long now = clock.read();
    AtomicLong bucket = fullAt.get(key);
    while (true) {
      long known = bucket.get();
      long next = (known - now > 0 ? known : now) + perOne;
      if (next - now > perBurst) {
        return false;
      }
      if (bucket.compareAndSet(known, next)) {
        return true;
      }
    }
  }

  /** How long an empty bucket stays empty: at least a second, as {@code Retry-After} counts. */
  public Duration retryAfter() {
    return Duration.ofSeconds(Math.max(1, Duration.ofNanos(perOne).toSeconds()));
  }
}
