package io.kriten.apitoken.operator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A reading that many ask for and that is taken once for all who wait. {@link #fresh()} never
 * answers with a reading that began before it was asked: a policy that was taken away meanwhile is
 * noticed.
 */
final class SharedReading<T> {

  private final Supplier<T> source;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong asked = new AtomicLong();
  private long answered;
  private volatile T latest;

  /**
   * @param source reads; what it throws, {@link #fresh()} throws
   * @param unread what {@link #latest()} answers before the first reading
   */
  SharedReading(Supplier<T> source, T unread) {
    this.source = source;
    this.latest = unread;
  }

  /** Runs after each reading that differs from the one before. */
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** The last reading, of whatever age. */
  T latest() {
    return latest;
  }

  /** A reading that began after this call did. */
  T fresh() {
    long mine = asked.incrementAndGet();
    boolean changed;
    T reading;
    synchronized (this) {
      if (answered >= mine) {
        return latest;
      }
      long answers = asked.get();
      reading = source.get();
      changed = !reading.equals(latest);
      latest = reading;
      answered = answers;
    }
    if (changed) {
      listeners.forEach(Runnable::run);
    }
    return reading;
  }
}
