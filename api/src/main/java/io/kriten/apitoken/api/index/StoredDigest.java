package io.kriten.apitoken.api.index;

import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.keys.Digest;
import io.kriten.apitoken.keys.Seal;

/**
 * A digest record without what the index knows anyway: one of these is held per key.
 *
 * @param serial which of the token's keys this is
 * @param digest the key's digest
 * @param seal what binds it to its token
 * @param pepperVersion the pepper of both
 * @param resourceVersion of the Secret it was read from
 */
record StoredDigest(int serial, Digest digest, Seal seal, int pepperVersion, long resourceVersion) {

  static StoredDigest of(DigestRecord record, long resourceVersion) {
    return new StoredDigest(
        record.serial(), record.digest(), record.seal(), record.pepperVersion(), resourceVersion);
  }

  StoredDigest ofVersion(long version) {
    return new StoredDigest(serial, digest, seal, pepperVersion, version);
  }

  /** The record again, without the hint, on which no verdict rests. */
  DigestRecord of(String tokenUid) {
    return new DigestRecord(tokenUid, serial, digest, seal, pepperVersion, "");
  }
}
