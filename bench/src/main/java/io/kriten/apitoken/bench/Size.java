package io.kriten.apitoken.bench;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param tokens in the large installation
 * @param rounds of each figure over HTTP
 * @param turn of one side in a round
 * @param warmUp how many requests a side answers at least before its rounds
 * @param bareDoors whether refusals and reviews too are compared with an empty server
 * @param foreignKeys that are made, of which none is sent twice; a tenth as many of ours that are
 *     revoked
 * @param pairs of processes in which many tokens are compared with few, an odd number: one process
 *     differs from the next of the same kind by a tenth
 * @param creates of a token, and as many pairs of raw ones
 * @param starts of a whole cluster
 * @param coldStarts of a facade
 * @param disables that are timed
 * @param storms of tokens that expire
 */
public record Size(
    int tokens,
    int rounds,
    Duration turn,
    long warmUp,
    boolean bareDoors,
    int foreignKeys,
    int pairs,
    int creates,
    int starts,
    int coldStarts,
    int disables,
    Storms storms) {

  /**
   * Tokens that expire within one second.
   *
   * @param count how many times, an odd number
   * @param tokens in each
   * @param in how long before that they are written
   * @param window how long it is sampled how others fare, from then on and before
   */
  public record Storms(int count, int tokens, Duration in, Duration window) {}

  /** What is published. */
  static final Size FULL =
      new Size(
          250_000,
          15,
          Duration.ofSeconds(2),
          400_000,
          true,
          5_000_000,
          3,
          500,
          5,
          5,
          1_000,
          new Storms(3, 10_000, Duration.ofSeconds(105), Duration.ofSeconds(50)));

  /** To see that all of it works. */
  static final Size QUICK =
      new Size(
          20_000,
          3,
          Duration.ofSeconds(1),
          60_000,
          false,
          1_000_000,
          1,
          40,
          1,
          1,
          20,
          new Storms(1, 400, Duration.ofSeconds(24), Duration.ofSeconds(8)));

  /** How many tokens the small installation has that the large one is compared with. */
  public static final int FEW = 1_000;
}
