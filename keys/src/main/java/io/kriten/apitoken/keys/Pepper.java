package io.kriten.apitoken.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;

/**
 * A version of the pepper: the secret under which keys are digested and digests sealed, so that
 * whoever can write Secrets, but cannot read this one, can forge neither.
 */
public final class Pepper {

  private static final byte[] DIGEST_CONTEXT = "apitoken/digest/v1".getBytes(US_ASCII);
  private static final byte[] SEAL_CONTEXT = "apitoken/seal/v1".getBytes(US_ASCII);

  private final int version;
  private final SecretBytes secret;

  /**
   * @param version 1 or more
   * @param bytes 32 secret bytes
   * @throws IllegalArgumentException when the version is not positive, or there are more or fewer
   *     bytes
   */
  public Pepper(int version, byte[] bytes) {
    if (version < 1) {
      throw new IllegalArgumentException("a pepper's version is 1 or more, not " + version);
    }
    this.version = version;
    this.secret = new SecretBytes("pepper " + version, bytes);
  }

  /** A new pepper of that version. */
  public static Pepper generate(int version, SecureRandom random) {
    byte[] bytes = new byte[SecretBytes.LENGTH];
    random.nextBytes(bytes);
    return new Pepper(version, bytes);
  }

  /** Which version this is, from 1. */
  public int version() {
    return version;
  }

  /** A copy of the secret, for the Secret that stores it. */
  public byte[] bytes() {
    return secret.copy();
  }

  /**
   * The digest of a key under this pepper. Safe for any thread; {@link #digester()} is the fast
   * way.
   */
  public Digest digest(TokenKey key) {
    return digester().digest(key);
  }

  /** A digester of this pepper, for one thread. */
  public KeyDigester digester() {
    Hmac hmac = new Hmac(secret.key());
    return key -> new Digest(hmac.of(DIGEST_CONTEXT, key.bytes()));
  }

  /** Seals a digest to its token and owner. */
  public Seal seal(SealSubject subject) {
    return new Seal(new Hmac(secret.key()).of(SEAL_CONTEXT, subject.encode()));
  }

  /** Whether this pepper made the seal for just that subject. */
  public boolean verifies(Seal seal, SealSubject subject) {
    return seal(subject).equals(seal);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pepper that && version == that.version && secret.equals(that.secret);
  }

  @Override
  public int hashCode() {
    return version;
  }

  @Override
  public String toString() {
    return "Pepper[" + version + "]";
  }
}
