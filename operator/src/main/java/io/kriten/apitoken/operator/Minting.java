package io.kriten.apitoken.operator;

import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Delivery;
import io.kriten.apitoken.crds.KeyState;
import java.time.Instant;

/**
 * Whether a token has its key, and the next step towards one: delivery Secret, Role and
 * RoleBinding, digest Secret. A key is made once in a token's life, and a digest only of what
 * verifies as the operator's own.
 */
final class Minting {

  private Minting() {}

  static KeyStep of(Observation seen, Instant now) {
    if (seen.digest().isOurs()) {
      return KeyStep.settled(judge(seen));
    }
    if (seen.digest().isForeign()) {
      return KeyStep.settled(KeyState.CONFLICT);
    }
    if (TokenFacts.hadKey(seen.token())) {
      return KeyStep.settled(KeyState.MISSING);
    }
    return TokenFacts.mode(seen.token()) == Delivery.Mode.Secret
        ? mint(seen, now)
        : KeyStep.settled(KeyState.PENDING);
  }

  private static KeyState judge(Observation seen) {
    return seen.peppers().isMissing()
        ? KeyState.PEPPER_MISSING
        : KeyState.of(seen.token(), seen.digest().content(), seen.peppers().peppers());
  }

  private static KeyStep mint(Observation seen, Instant now) {
    if (seen.peppers().isMissing()) {
      return KeyStep.settled(KeyState.PEPPER_MISSING);
    }
    if (!seen.guard().covers(TokenFacts.created(seen.token()))) {
      return KeyStep.settled(KeyState.GUARD_MISSING);
    }
    if (seen.delivery().isForeign() || seen.access() == Claim.FOREIGN) {
      return KeyStep.settled(KeyState.CONFLICT);
    }
    return seen.delivery().isOurs()
        ? complete(seen, now)
        : KeyStep.pending(new Action.WriteDeliverySecret());
  }

  /** A delivery Secret that outlived its time before it had a digest makes way for another. */
  private static KeyStep complete(Observation seen, Instant now) {
    if (!now.isBefore(endOfDelivery(seen))) {
      return KeyStep.pending(new Action.CloseDelivery(Handover.Withdrawn));
    }
    return KeyStep.pending(
        seen.access() == Claim.OURS ? new Action.WriteDigest() : new Action.OpenDelivery());
  }

  /** When the delivery Secret goes: its ttl after its creation. */
  static Instant endOfDelivery(Observation seen) {
    ApiToken token = seen.token();
    return seen.delivery()
        .content()
        .created()
        .plus(token.getSpec().deliveryOrDefault().ttlOrDefault());
  }
}
