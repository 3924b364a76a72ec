package io.kriten.apitoken.api.lastuse;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A token's uid, and when its key was last accepted, in whole seconds since 1970: one object,
 * because every good request looks at both. Two are equal when their uids are. The later second
 * always wins.
 */
public final class UsedToken {

  private static final AtomicIntegerFieldUpdater<UsedToken> SECOND =
      AtomicIntegerFieldUpdater.newUpdater(UsedToken.class, "second");

  private final long most;
  private final long least;

  // Unsigned, which reaches the year 2106; a long would cost eight bytes more for each token.
  private volatile int second;

  /** Never used, as far as anybody knows. */
  public UsedToken(UUID uid) {
    this.most = uid.getMostSignificantBits();
    this.least = uid.getLeastSignificantBits();
  }

  /** {@code metadata.uid} of the token. */
  public UUID uid() {
    return new UUID(most, least);
  }

  /** Returns whether that is later than what was known. */
  boolean learn(long at) {
    int learnt = (int) at;
    int known = second;
    while (Integer.compareUnsigned(known, learnt) < 0) {
      if (SECOND.compareAndSet(this, known, learnt)) {
        return true;
      }
      known = second;
    }
    return false;
  }

  /** When the key was last accepted; 0 when no use is known. */
  long second() {
    return Integer.toUnsignedLong(second);
  }

  /** One of {@code 2^bits} parts of all tokens. */
  int part(int bits) {
    return (int) (most >>> (Long.SIZE - bits));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UsedToken that && most == that.most && least == that.least;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(most ^ least);
  }

  @Override
  public String toString() {
    return uid().toString();
  }
}
