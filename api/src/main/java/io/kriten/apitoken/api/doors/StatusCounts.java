package io.kriten.apitoken.api.doors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the answers of one door by status. Each counter is made once. */
final class StatusCounts {

  private final MeterRegistry registry;
  private final String name;
  private final String description;
  private final Map<Integer, Counter> byStatus = new ConcurrentHashMap<>();

  /**
   * @param registry gets the counters
   * @param name without {@code _total}
   */
  StatusCounts(MeterRegistry registry, String name, String description) {
    this.registry = registry;
    this.name = name;
    this.description = description;
  }

  Counter of(int status) {
    return byStatus.computeIfAbsent(status, this::counter);
  }

  private Counter counter(int status) {
    return Counter.builder(name)
        .description(description)
        .tag("status", Integer.toString(status))
        .register(registry);
  }
}
