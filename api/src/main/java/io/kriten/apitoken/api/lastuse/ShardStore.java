package io.kriten.apitoken.api.lastuse;

import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/** Where last uses outlive this process, and where other replicas find them. Blocks. */
interface ShardStore {

  /**
   * What is stored.
   *
   * @param version to be given back to {@link #replace}
   * @param uses seconds since 1970
   */
  record Stored(String version, Map<UUID, Long> uses) {}

  Stored read(int shard);

  /** Returns false, and changes nothing, when somebody wrote after that version. */
  boolean replace(int shard, String version, SortedMap<UUID, Long> uses);
}
