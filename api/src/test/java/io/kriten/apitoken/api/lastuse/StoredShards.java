package io.kriten.apitoken.api.lastuse;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/** Shards as an API server would keep them, with its conflicts and outages, and counted. */
final class StoredShards implements ShardStore {

  private static final Stored NOTHING = new Stored("0", Map.of());

  final Map<Integer, Integer> writes = new HashMap<>();
  int reads;
  int conflicts;
  boolean isAway;

  /** What another replica does, once, between a read and a write. */
  Runnable meanwhile = () -> {};

  private final Map<Integer, Stored> stored = new HashMap<>();

  @Override
  public Stored read(int shard) {
    reads++;
    requirePresent();
    Stored found = stored.getOrDefault(shard, NOTHING);
    Runnable once = meanwhile;
    meanwhile = () -> {};
    once.run();
    return found;
  }

  @Override
  public boolean replace(int shard, String version, SortedMap<UUID, Long> uses) {
    requirePresent();
    if (!version.equals(stored.getOrDefault(shard, NOTHING).version())) {
      conflicts++;
      return false;
    }
    writes.merge(shard, 1, Integer::sum);
    stored.put(shard, new Stored(version + "+", Map.copyOf(uses)));
    return true;
  }

  private void requirePresent() {
    if (isAway) {
      throw new IllegalStateException("connection refused");
    }
  }

  /** Those of all shards. */
  Map<UUID, Long> uses() {
    Map<UUID, Long> all = new HashMap<>();
    stored.values().forEach(shard -> all.putAll(shard.uses()));
    return all;
  }

  int written() {
    return writes.values().stream().mapToInt(Integer::intValue).sum();
  }
}
