package io.kriten.apitoken.keys;

import java.nio.ByteBuffer;

/**
 * The seal of a digest: 32 bytes that only a holder of the pepper can make. Equality takes constant
 * time.
 */
public final class Seal {

  /** The length of a seal, in bytes. */
  public static final int LENGTH = 32;

  // As in a digest, and for the same reason.
  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  /**
   * @param bytes the 32 bytes
   * @throws IllegalArgumentException when there are more or fewer
   */
  public Seal(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "a seal is " + LENGTH + " bytes long, not " + bytes.length);
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

  @Override
  public boolean equals(Object other) {
    return other instanceof Seal that && differences(that) == 0;
  }

  /** All bits that differ, gathered without a branch. */
  private long differences(Seal that) {
    return (first ^ that.first)
        | (second ^ that.second)
        | (third ^ that.third)
        | (fourth ^ that.fourth);
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
