package io.kriten.apitoken.keys;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/** A SecureRandom whose bytes are known beforehand. */
final class Scripted extends SecureRandom {

  private final transient IntUnaryOperator byteAt;
  private int drawn;

  private Scripted(IntUnaryOperator byteAt) {
    this.byteAt = byteAt;
  }

  /** The n-th byte is {@code byteAt(n)}, from 0. */
  static SecureRandom bytes(IntUnaryOperator byteAt) {
    return new Scripted(byteAt);
  }

  /** Uniform bytes, the same in every run. */
  static SecureRandom uniform(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Scripted(n -> random.nextInt(256));
  }

  @Override
  public void nextBytes(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) byteAt.applyAsInt(drawn++);
    }
  }
}
