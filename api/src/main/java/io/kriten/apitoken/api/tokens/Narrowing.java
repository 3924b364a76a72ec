package io.kriten.apitoken.api.tokens;

import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.Expiry;

/**
 * What a caller who came by a key may change: disable, shorten, describe. A stolen key must not be
 * able to outlive the theft.
 */
final class Narrowing {

  private Narrowing() {}

  /** 403, when the changes widen what the token allows. */
  static void require(ApiTokenSpec spec, TokenChanges changes) {
    if (enables(spec, changes.enabled())) {
      throw Refusal.forbidden(
          "An API token cannot enable API tokens. Log in to the cluster and use that bearer.");
    }
    if (extend(spec, changes.expires())) {
      throw Refusal.forbidden(
          "An API token cannot extend the life of API tokens. Log in to the cluster and use that"
              + " bearer.");
    }
  }

  private static boolean enables(ApiTokenSpec spec, Field<Boolean> enabled) {
    boolean wanted = enabled.value() == null || enabled.value();
    return enabled.isPresent() && wanted && !spec.isEnabled();
  }

  private static boolean extend(ApiTokenSpec spec, Field<String> expires) {
    return expires.isPresent()
        && Expiry.of(expires.value()).at().isAfter(Expiry.of(spec.expires()).at());
  }
}
