package io.kriten.apitoken.api.lastuse;

import java.util.concurrent.atomic.AtomicReference;

/**
 * What this process has to do about a shard: whether it knows uses that are not stored, and when it
 * may write and read it again. Whoever reads or writes the shard holds the lock of this object.
 */
final class Slot {

  private enum State {
    STORED,
    NEW,
    /** Somebody is about to store it. */
    TAKEN
  }

  final int number;
  private final AtomicReference<State> state = new AtomicReference<>(State.STORED);

  // Nanoseconds by the ticker; null at once. The first is the sweep's alone, the second under the
  // lock.
  private Long writeFrom;
  private Long readFrom;

  Slot(int number) {
    this.number = number;
  }

  /** A use became known. For event loops: no lock, and nothing written where that is known. */
  void changed() {
    if (state.get() != State.NEW) {
      state.set(State.NEW);
    }
  }

  /** Whether something is to be stored, be it that somebody else is about to do it. */
  boolean isNew() {
    return state.get() != State.STORED;
  }

  /** From here on {@link #changed} tells of what whoever stores it now has not seen. */
  void take() {
    state.set(State.TAKEN);
  }

  /** It was stored, as it was when it was taken. */
  void stored() {
    state.compareAndSet(State.TAKEN, State.STORED);
  }

  boolean mayWrite(long now) {
    return isDue(writeFrom, now);
  }

  void writeFrom(long then) {
    writeFrom = then;
  }

  boolean mayRead(long now) {
    return isDue(readFrom, now);
  }

  void readFrom(long then) {
    readFrom = then;
  }

  private static boolean isDue(Long from, long now) {
    return from == null || now - from >= 0;
  }
}
