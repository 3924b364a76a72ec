package io.kriten.apitoken.operator;

import java.time.Instant;
import java.util.Optional;

/**
 * How the handing over of a key stands, and what has to be done for it next.
 *
 * @param delivered whether the key lies, or lay, where its owner could fetch it
 * @param reason the reason of the condition {@code Delivered}
 * @param message what it means, for people
 * @param secret the delivery Secret's name while it waits for its owner
 * @param action what to do
 * @param wakeUp when to look again
 */
record DeliveryStep(
    boolean delivered,
    String reason,
    String message,
    Optional<String> secret,
    Optional<Action> action,
    Optional<Instant> wakeUp) {

  static DeliveryStep undelivered(String reason, String message) {
    return new DeliveryStep(
        false, reason, message, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static DeliveryStep over(String reason, String message) {
    return new DeliveryStep(
        true, reason, message, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static DeliveryStep waiting(String reason, String message, String secret, Instant until) {
    return new DeliveryStep(
        true, reason, message, Optional.of(secret), Optional.empty(), Optional.of(until));
  }

  DeliveryStep after(Action first) {
    return new DeliveryStep(delivered, reason, message, secret, Optional.of(first), wakeUp);
  }
}
