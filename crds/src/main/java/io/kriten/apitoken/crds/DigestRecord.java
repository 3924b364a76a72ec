package io.kriten.apitoken.crds;

import io.kriten.apitoken.keys.Digest;
import io.kriten.apitoken.keys.Pepper;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.Seal;
import io.kriten.apitoken.keys.SealSubject;
import io.kriten.apitoken.keys.TokenKey;

/**
 * What a digest Secret says.
 *
 * @param tokenUid the uid of the token in the Secret's owner reference
 * @param serial which of the token's keys this is
 * @param digest the key's digest
 * @param seal what binds the digest to token, serial and owner
 * @param pepperVersion the pepper of both
 * @param hint the key's first 8 characters
 */
public record DigestRecord(
    String tokenUid, int serial, Digest digest, Seal seal, int pepperVersion, String hint) {

  /** Digests a new key of the token's serial, and seals it to the token and its owner. */
  public static DigestRecord seal(ApiToken token, TokenKey key, Pepper pepper) {
    Digest digest = pepper.digest(key);
    Seal seal = pepper.seal(subject(token, digest));
    return new DigestRecord(
        token.getMetadata().getUid(),
        token.getSpec().serial(),
        digest,
        seal,
        pepper.version(),
        key.hint());
  }

  /**
   * Whether this record was made, with a pepper of ours, for the token as it is now: its uid,
   * serial and owner.
   */
  public boolean isSealedTo(ApiToken token, Peppers peppers) {
    return tokenUid.equals(token.getMetadata().getUid())
        && serial == token.getSpec().serial()
        && peppers
            .version(pepperVersion)
            .map(pepper -> pepper.verifies(seal, subject(token, digest)))
            .orElse(false);
  }

  private static SealSubject subject(ApiToken token, Digest digest) {
    Owner owner = token.getSpec().owner();
    return new SealSubject(
        token.getMetadata().getUid(),
        token.getSpec().serial(),
        digest,
        owner.username(),
        owner.uidOrEmpty(),
        owner.sortedGroups());
  }
}
