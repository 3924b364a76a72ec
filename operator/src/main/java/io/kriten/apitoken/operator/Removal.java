package io.kriten.apitoken.operator;

import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Delivery;
import io.kriten.apitoken.crds.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a token is to be deleted, and when to ask again.
 *
 * @param action the deletion, when its time has come
 * @param wakeUp when its time will come
 */
record Removal(Optional<Action> action, Optional<Instant> wakeUp) {

  /** A facade writes the digest right after the token; after that long it must have died. */
  static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

  /** Older tokens come from a backup, not from a facade that has just died: people look at them. */
  static final Duration ABANDONED_UNTIL = Duration.ofHours(1);

  private static final Removal NEVER = new Removal(Optional.empty(), Optional.empty());

  /**
   * The removal.
   *
   * @param retention how long to keep an expired token; zero keeps it for ever
   */
  static Removal of(Observation seen, Duration retention, Instant now) {
    if (isUnanswered(seen)) {
      return abandoned(TokenFacts.created(seen.token()), now);
    }
    return retention.isZero() ? NEVER : expired(seen.token(), retention, now);
  }

  private static boolean isUnanswered(Observation seen) {
    return TokenFacts.mode(seen.token()) == Delivery.Mode.Response
        && seen.digest().isAbsent()
        && !TokenFacts.hadKey(seen.token());
  }

  private static Removal abandoned(Instant created, Instant now) {
    return now.isBefore(created.plus(ABANDONED_UNTIL))
        ? at(created.plus(ABANDONED_AFTER), Action.DeleteToken.Cause.Abandoned, now)
        : NEVER;
  }

  /** A token that was born expired is kept as long, from its birth. */
  private static Removal expired(ApiToken token, Duration retention, Instant now) {
    Expiry expiry = Expiry.of(token.getSpec().expires());
    if (expiry.isNever() || expiry.isUnreadable()) {
      return NEVER;
    }
    Instant created = TokenFacts.created(token);
    Instant end = expiry.at().isAfter(created) ? expiry.at() : created;
    return at(end.plus(retention), Action.DeleteToken.Cause.Retention, now);
  }

  private static Removal at(Instant due, Action.DeleteToken.Cause why, Instant now) {
    return now.isBefore(due)
        ? new Removal(Optional.empty(), Optional.of(due))
        : new Removal(Optional.of(new Action.DeleteToken(why)), Optional.empty());
  }
}
