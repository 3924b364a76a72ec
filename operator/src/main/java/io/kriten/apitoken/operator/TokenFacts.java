package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Conditions;
import io.kriten.apitoken.crds.Delivery;
import io.kriten.apitoken.crds.DigestSecrets;
import java.time.Instant;

/** What a token says of itself, in the operator's terms. */
final class TokenFacts {

  private TokenFacts() {}

  static Instant created(ApiToken token) {
    return Instant.parse(token.getMetadata().getCreationTimestamp());
  }

  static boolean isBeingDeleted(ApiToken token) {
    return token.getMetadata().getDeletionTimestamp() != null;
  }

  static Delivery.Mode mode(ApiToken token) {
    return token.getSpec().deliveryOrDefault().modeOrDefault();
  }

  /** The hint that the status remembers for ever; null while the token never had a key. */
  static String keyHint(ApiToken token) {
    return token.getStatus() == null ? null : token.getStatus().keyHint();
  }

  static boolean hadKey(ApiToken token) {
    return keyHint(token) != null;
  }

  /** Whether the token controls an object, by its uid. */
  static boolean controls(ApiToken token, HasMetadata object) {
    return DigestSecrets.tokenUid(object).map(token.getMetadata().getUid()::equals).orElse(false);
  }

  /** The reason of the condition {@code Ready}; empty before the first. */
  static String readyReason(ApiToken token) {
    return Conditions.find(token, Conditions.READY).map(Condition::getReason).orElse("");
  }

  /** Which token, for a log line: namespace, name and uid. */
  static String describe(ApiToken token) {
    return token.getMetadata().getNamespace()
        + "/"
        + token.getMetadata().getName()
        + " uid="
        + token.getMetadata().getUid();
  }
}
