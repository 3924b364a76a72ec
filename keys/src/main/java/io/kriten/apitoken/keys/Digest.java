package io.kriten.apitoken.keys;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The digest of a key: 32 bytes of HMAC-SHA-256 under a pepper. Equality takes constant time. */
public final class Digest {

  /** The length of a digest, in bytes. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  /**
   * @param bytes the 32 bytes
   * @throws IllegalArgumentException when there are more or fewer
   */
  public Digest(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "a digest is " + LENGTH + " bytes long, not " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that && MessageDigest.isEqual(bytes, that.bytes);
  }

  /** The first four bytes, which are uniform and, without the pepper, out of a caller's control. */
  @Override
  public int hashCode() {
    return ByteBuffer.wrap(bytes).getInt();
  }

  @Override
  public String toString() {
    return "Digest[" + HexFormat.of().formatHex(bytes, 0, 4) + "...]";
  }
}
