package io.kriten.apitoken.api.index;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Those who wait for something to come by the watch: nobody blocks, and no more than a bounded
 * number wait.
 */
final class Arrivals<K> {

  private final int capacity;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<K, Set<Waiter>> byKey = new ConcurrentHashMap<>();

  /** Equal to itself alone, so that two who wait alike stay two. */
  private static final class Waiter {
    private final Runnable wake;

    Waiter(Runnable wake) {
      this.wake = wake;
    }
  }

  Arrivals(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Runs {@code wake} as soon as one of the keys arrives, perhaps more than once.
   *
   * @return what ends the waiting, and must be run once; empty when too many wait already
   */
  Optional<Runnable> await(Collection<? extends K> keys, Runnable wake) {
    if (waiting.incrementAndGet() > capacity) {
      waiting.decrementAndGet();
      return Optional.empty();
    }
    Waiter waiter = new Waiter(wake);
    for (K key : keys) {
      byKey.compute(
          key,
          (k, others) -> {
            Set<Waiter> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(waiter);
            return all;
          });
    }
    return Optional.of(
        () -> {
          keys.forEach(key -> forget(key, waiter));
          waiting.decrementAndGet();
        });
  }

  void arrived(K key) {
    Set<Waiter> all = byKey.get(key);
    if (all != null) {
      all.forEach(waiter -> waiter.wake.run());
    }
  }

  private void forget(K key, Waiter waiter) {
    byKey.computeIfPresent(
        key,
        (k, all) -> {
          all.remove(waiter);
          return all.isEmpty() ? null : all;
        });
  }
}
