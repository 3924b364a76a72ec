package io.kriten.apitoken.bench;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param tokens in the large installation
 * @param rounds of each figure over HTTP
 * @param turn of one side in a round
 * @param warmUp how many requests a side answers at least before its rounds
 * @param pairs of processes in which many tokens are compared with few, an odd number: one process
 *     differs from the next of the same kind by a tenth
 * @param creates of a token, and as many pairs of raw ones
 * @param starts of a whole cluster
 * @param coldStarts of a facade
 * @param disables that are timed
 * @param expiring tokens that expire within one second
 * @param stormIn how long before that they are written
 */
public record Size(
    int tokens,
    int rounds,
    Duration turn,
    long warmUp,
    int pairs,
    int creates,
    int starts,
    int coldStarts,
    int disables,
    int expiring,
    Duration stormIn) {

  /** What is published. */
  static final Size FULL =
      new Size(
          250_000,
          15,
          Duration.ofSeconds(2),
          400_000,
          3,
          500,
          5,
          5,
          1_000,
          10_000,
          Duration.ofSeconds(120));

  /** To see that all of it works. */
  static final Size QUICK =
      new Size(
          20_000, 3, Duration.ofSeconds(1), 60_000, 1, 60, 1, 1, 40, 500, Duration.ofSeconds(25));

  /** How many tokens the small installation has that the large one is compared with. */
  public static final int FEW = 1_000;
}
