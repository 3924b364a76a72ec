package io.kriten.apitoken.keys;

import java.security.MessageDigest;

/**
 * The seal of a digest: 32 bytes that only a holder of the pepper can make. Equality takes constant
 * time.
 */
public final class Seal {

  /** The length of a seal, in bytes. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  /**
   * @param bytes the 32 bytes
   * @throws IllegalArgumentException when there are more or fewer
   */
  public Seal(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "a seal is " + LENGTH + " bytes long, not " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Seal that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Seal.class.hashCode();
  }

  @Override
  public String toString() {
    return "Seal[...]";
  }
}
