package io.kriten.apitoken.operator;

import java.util.Optional;

/** What to do next about a token. Each is idempotent: done twice, or half, it can be done again. */
sealed interface Action {

  /** Does it; the observation as it is afterwards, empty when the token is gone. */
  Optional<Observation> perform(Applier applier, Observation seen);

  /** Whether it is a step towards a key. */
  default boolean makesKey() {
    return true;
  }

  /** Makes a key and writes it, with its sealed record, into the delivery Secret. */
  record WriteDeliverySecret() implements Action {
    @Override
    public Optional<Observation> perform(Applier applier, Observation seen) {
      return Optional.of(applier.writeDeliverySecret(seen));
    }
  }

  /** Lets the owner read and delete the delivery Secret. */
  record OpenDelivery() implements Action {
    @Override
    public Optional<Observation> perform(Applier applier, Observation seen) {
      return Optional.of(applier.openDelivery(seen));
    }
  }

  /** Writes the digest Secret of the record in our own delivery Secret. */
  record WriteDigest() implements Action {
    @Override
    public Optional<Observation> perform(Applier applier, Observation seen) {
      return Optional.of(applier.writeDigest(seen));
    }
  }

  /**
   * Takes RoleBinding, Role and delivery Secret away, in this order.
   *
   * @param how why the handing over is over
   */
  record CloseDelivery(Handover how) implements Action {
    @Override
    public boolean makesKey() {
      return false;
    }

    @Override
    public Optional<Observation> perform(Applier applier, Observation seen) {
      return Optional.of(applier.closeDelivery(seen, how));
    }
  }

  /** Takes away what is left of the keys of lower serials, which nothing accepts any more. */
  record RemoveSuperseded() implements Action {
    @Override
    public boolean makesKey() {
      return false;
    }

    @Override
    public Optional<Observation> perform(Applier applier, Observation seen) {
      return Optional.of(applier.removeSuperseded(seen));
    }
  }

  /**
   * Deletes the token, and by its owner references all that it owns.
   *
   * @param why what made it superfluous
   */
  record DeleteToken(Cause why) implements Action {

    /** Why a token is deleted. */
    enum Cause {
      /** It expired longer ago than tokens are kept. */
      Retention,
      /** Its creator died before it gave the token a digest. */
      Abandoned
    }

    @Override
    public boolean makesKey() {
      return false;
    }

    @Override
    public Optional<Observation> perform(Applier applier, Observation seen) {
      applier.deleteToken(seen, why);
      return Optional.empty();
    }
  }
}
