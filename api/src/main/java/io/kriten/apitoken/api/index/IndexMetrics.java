package io.kriten.apitoken.api.index;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What the index tells of itself. */
public final class IndexMetrics {

  private IndexMetrics() {}

  /** Adds {@code apitoken_index_tokens}, {@code _synced} and {@code _staleness_seconds}. */
  public static void register(TokenIndex index, IndexFeeds feeds, MeterRegistry registry) {
    Gauge.builder("apitoken_index_tokens", index, TokenIndex::size)
        .description("API tokens held in memory")
        .register(registry);
    Gauge.builder("apitoken_index_synced", feeds, f -> f.isSynced() ? 1 : 0)
        .description("1 once peppers, tokens and digests were all read, and their watches opened")
        .register(registry);
    Gauge.builder("apitoken_index_staleness_seconds", feeds, f -> f.staleness().toMillis() / 1e3)
        .description("Time since the last event or bookmark of the watch that is silent longest")
        .register(registry);
  }
}
