package io.kriten.apitoken.operator;

import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Delivery;
import io.kriten.apitoken.crds.KeyState;
import java.time.Instant;

/** How a key that was made comes to its owner: the condition {@code Delivered} and the clean-up. */
final class Delivering {

  static final String KEY_PENDING = "KeyPending";
  static final String IN_SECRET = "InSecret";
  static final String IN_RESPONSE = "InResponse";
  static final String CONFLICT = "Conflict";

  private Delivering() {}

  /**
   * The step.
   *
   * @param key what is known of the token's key
   * @param hasKey whether the token has, or had, a key that was made for it
   */
  static DeliveryStep of(Observation seen, KeyState key, boolean hasKey, Instant now) {
    if (key == KeyState.MISSING) {
      return lost(seen);
    }
    if (!hasKey) {
      return DeliveryStep.undelivered(
          KEY_PENDING, "There is no key to hand over: the condition Ready says why.");
    }
    if (TokenFacts.mode(seen.token()) != Delivery.Mode.Secret) {
      return DeliveryStep.over(
          IN_RESPONSE, "The key was in the response to the request that created the token.");
    }
    return switch (seen.delivery().claim()) {
      case OURS -> present(seen, now);
      case ABSENT -> absent(seen);
      case FOREIGN -> foreign(seen);
    };
  }

  /** Of a digest that vanished, or of a serial that no key was made for. */
  private static DeliveryStep lost(Observation seen) {
    DeliveryStep lost =
        DeliveryStep.undelivered(
            Handover.KeyMissing.name(),
            "There is no key to hand over any more: the condition Ready says why.");
    boolean told = seen.handover() == Handover.KeyMissing && !seen.delivery().isOurs();
    return told || TokenFacts.mode(seen.token()) != Delivery.Mode.Secret
        ? lost
        : lost.after(new Action.CloseDelivery(Handover.KeyMissing));
  }

  private static DeliveryStep present(Observation seen, Instant now) {
    Instant end = Minting.endOfDelivery(seen);
    if (seen.handover().isOver()) {
      return over(seen.handover()).after(new Action.CloseDelivery(seen.handover()));
    }
    if (!now.isBefore(end)) {
      return over(Handover.Withdrawn).after(new Action.CloseDelivery(Handover.Withdrawn));
    }
    String name = KeyAccess.name(seen.token());
    return DeliveryStep.waiting(IN_SECRET, howToFetch(seen.token(), name, end), name, end);
  }

  private static DeliveryStep absent(Observation seen) {
    return seen.handover().isOver()
        ? over(seen.handover())
        : over(Handover.Fetched).after(new Action.CloseDelivery(Handover.Fetched));
  }

  private static DeliveryStep foreign(Observation seen) {
    return seen.handover().isOver()
        ? over(seen.handover())
        : DeliveryStep.undelivered(
            CONFLICT,
            "The Secret "
                + KeyAccess.name(seen.token())
                + " does not hold this token's key. Delete the token and create another.");
  }

  private static DeliveryStep over(Handover how) {
    return DeliveryStep.over(
        how.name(),
        how == Handover.Fetched
            ? "The Secret that held the key was deleted before its time was up, as an owner does"
                + " who has read it."
            : "The time to fetch the key is over, and its Secret is gone. Whoever missed it creates"
                + " another token.");
  }

  private static String howToFetch(ApiToken token, String secret, Instant end) {
    return "The key waits for its owner until %s: kubectl get secret %s -n %s -o go-template='{{.data.key | base64decode}}', then delete the Secret."
        .formatted(end, secret, token.getMetadata().getNamespace());
  }
}
