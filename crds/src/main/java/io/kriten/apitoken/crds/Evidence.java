package io.kriten.apitoken.crds;

import io.kriten.apitoken.keys.Peppers;

/**
 * All that a verdict rests on, but the time.
 *
 * @param deleting whether the token has a deletionTimestamp
 * @param ownerPermitted whether the installation lets a token act as that owner
 * @param key what is known of the key
 * @param enabled whether the token is switched on
 * @param expiry when the token is over
 */
public record Evidence(
    boolean deleting, boolean ownerPermitted, KeyState key, boolean enabled, Expiry expiry) {

  /**
   * The evidence on a token and its digest record, which is null when there is none.
   *
   * <p>What the API server stores was valid once, but it does not validate again what it reads: a
   * token without spec or owner acts as nobody.
   */
  public static Evidence of(
      ApiToken token, DigestRecord digest, Peppers peppers, OwnerPolicy owners) {
    boolean deleting = token.getMetadata().getDeletionTimestamp() != null;
    ApiTokenSpec spec = token.getSpec();
    if (spec == null || !owners.permits(spec.owner())) {
      return new Evidence(deleting, false, KeyState.PENDING, false, Expiry.UNREADABLE);
    }
    return new Evidence(
        deleting,
        true,
        KeyState.of(token, digest, peppers),
        spec.isEnabled(),
        Expiry.of(spec.expires()));
  }

  /** The same evidence with another state of the key. */
  public Evidence withKey(KeyState state) {
    return new Evidence(deleting, ownerPermitted, state, enabled, expiry);
  }
}
