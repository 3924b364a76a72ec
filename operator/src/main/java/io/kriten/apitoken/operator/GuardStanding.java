package io.kriten.apitoken.operator;

import java.time.Duration;
import java.time.Instant;

/**
 * How the admission policies stand.
 *
 * @param since since when all of them are in force as they should be; null when they are not
 * @param problem what is wrong with them, for people; null when nothing is
 */
record GuardStanding(Instant since, String problem) {

  /**
   * The API server enforces a policy about a second after its creation (measured), and
   * creationTimestamps are cut to whole seconds.
   */
  static final Duration GRACE = Duration.ofSeconds(2);

  static GuardStanding inForceSince(Instant since) {
    return new GuardStanding(since, null);
  }

  static GuardStanding broken(String problem) {
    return new GuardStanding(null, problem);
  }

  boolean isInForce() {
    return since != null;
  }

  /** Whether the policies must have judged a token that was created at that instant. */
  boolean covers(Instant created) {
    return isInForce() && !created.isBefore(since.plus(GRACE));
  }

  /** Why a token of that instant is not covered. */
  String explain(Instant created) {
    return isInForce()
        ? "This token was created at "
            + created
            + ", less than "
            + GRACE.toSeconds()
            + " s after the policies came into force at "
            + since
            + ": it never gets a key."
        : problem;
  }
}
