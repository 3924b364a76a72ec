package io.kriten.apitoken.api.lastuse;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A token, as far as its uses go: its uid, and when its key was last accepted, in whole seconds
 * since 1970. Whatever else is known of a token extends this, since each object more on the way of
 * a good request is a cache miss, and this one is written to. The later second always wins.
 */
public class UsedToken {

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

  /** What takes the place of that one, with the uses that are known of it. */
  protected UsedToken(UsedToken earlier) {
    this.most = earlier.most;
    this.least = earlier.least;
    this.second = earlier.second;
  }

  /** {@code metadata.uid} of the token. */
  public final UUID uid() {
    return new UUID(most, least);
  }

  /** Takes over uses that became known of that one after this one was made. */
  public final void learn(UsedToken earlier) {
    learn(earlier.second());
  }

  /** Returns whether that is later than what was known. */
  public final boolean learn(long at) {
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
  public final long second() {
    return Integer.toUnsignedLong(second);
  }

  /** One of {@code 2^bits} parts of all tokens. */
  final int part(int bits) {
    return (int) (most >>> (Long.SIZE - bits));
  }

  /** Whether both are of one uid. */
  protected final boolean isOfSameUid(UsedToken other) {
    return most == other.most && least == other.least;
  }

  @Override
  public final String toString() {
    return uid().toString();
  }
}
