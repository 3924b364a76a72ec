package io.kriten.apitoken.crds;

import io.kriten.apitoken.keys.Peppers;

/** What is known of the key of a token's current serial. */
public enum KeyState {
  /** There is a digest, sealed to the token as it is now. */
  SEALED,
  /**
   * There is a digest, but it was not made for this token, serial and owner, or not with a pepper
   * of ours.
   */
  UNSEALED,
  /** There is no digest, and there never was a key. */
  PENDING,
  /** There is no digest, though there was a key. */
  MISSING,
  /** An object that is not ours has the name of one that minting must make. */
  CONFLICT,
  /**
   * Minting must wait: the admission policies are not what they should be, or are younger than the
   * token.
   */
  GUARD_MISSING,
  /** Minting must wait: digests exist, but the peppers that made them are gone. */
  PEPPER_MISSING;

  /** The state, from what is stored. */
  public static KeyState of(ApiToken token, DigestRecord digest, Peppers peppers) {
    if (digest != null) {
      return digest.isSealedTo(token, peppers) ? SEALED : UNSEALED;
    }
    boolean hadKey = token.getStatus() != null && token.getStatus().keyHint() != null;
    return hadKey ? MISSING : PENDING;
  }
}
