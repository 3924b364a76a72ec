package io.kriten.apitoken.api.limits;

import java.time.Duration;

/**
 * How much is allowed.
 *
 * @param perSecond in the long run; 0 for no limit
 * @param burst at once
 */
public record Rate(int perSecond, int burst) {

  /** No limit. */
  public static final Rate UNLIMITED = new Rate(0, 1);

  /**
   * @throws IllegalArgumentException when the rate is negative, or nothing is allowed at once
   */
  public Rate {
    if (perSecond < 0) {
      throw new IllegalArgumentException("a rate per second is 0 (no limit) or more");
    }
    if (burst < 1) {
      throw new IllegalArgumentException("a burst is 1 or more");
    }
  }

  boolean isUnlimited() {
    return perSecond == 0;
  }

  Duration perOne() {
    return Duration.ofSeconds(1).dividedBy(perSecond);
  }
}
