package io.kriten.apitoken.keys;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The digest of a key: 32 bytes of HMAC-SHA-256 under a pepper. Equality takes constant time. */
public final class Digest {

  /** The length of a digest, in bytes. */
  public static final int LENGTH = 32;

  // Not an array: an index holds hundreds of thousands, and to follow one more reference costs as
  // much as to compare.
  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  /**
   * @param bytes the 32 bytes
   * @throws IllegalArgumentException when there are more or fewer
   */
  public Digest(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "a digest is " + LENGTH + " bytes long, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    this.first = buffer.getLong();
    this.second = buffer.getLong();
    this.third = buffer.getLong();
    this.fourth = buffer.getLong();
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(LENGTH)
        .putLong(first)
        .putLong(second)
        .putLong(third)
        .putLong(fourth)
        .array();
  }

  /**
   * Eight of the bytes, the first one the most significant.
   *
   * @param index from 0 to 3
   */
  public long word(int index) {
    return switch (index) {
      case 0 -> first;
      case 1 -> second;
      case 2 -> third;
      case 3 -> fourth;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  /**
   * Whether it consists of these words, as {@link #word} tells them. All bits that differ are
   * gathered without a branch.
   */
  public boolean is(long word0, long word1, long word2, long word3) {
    return ((first ^ word0) | (second ^ word1) | (third ^ word2) | (fourth ^ word3)) == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that && is(that.first, that.second, that.third, that.fourth);
  }

  /** The first four bytes, which are uniform and, without the pepper, out of a caller's control. */
  @Override
  public int hashCode() {
    return hash(first);
  }

  /** The hash code of a digest of that first word. */
  public static int hash(long word0) {
    return (int) (word0 >>> Integer.SIZE);
  }

  @Override
  public String toString() {
    return "Digest[" + HexFormat.of().toHexDigits(hashCode()) + "...]";
  }
}
