package io.kriten.apitoken.api.lastuse;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The last uses of a 64th of all tokens, in seconds since 1970, in memory. */
final class Shard {

  /** Equal to itself alone; the later second always wins. */
  private static final class Use {
    private volatile long second;

    synchronized boolean later(long at) {
      if (at <= second) {
        return false;
      }
      second = at;
      return true;
    }
  }

  private final Map<UUID, Use> byToken = new ConcurrentHashMap<>();
  private volatile boolean isDirty;

  /** A use that nobody may know yet. Within one second, one look is all that it costs. */
  void used(UUID token, long second) {
    Use use = byToken.get(token);
    if (use == null) {
      use = byToken.computeIfAbsent(token, t -> new Use());
    }
    if (use.second < second && use.later(second)) {
      isDirty = true;
    }
  }

  /** The second of the last use; 0 when none is known. */
  long lastUse(UUID token) {
    Use use = byToken.get(token);
    return use == null ? 0 : use.second;
  }

  /** Takes over what is stored, where it is later. */
  void learn(Map<UUID, Long> stored) {
    stored.forEach((token, second) -> byToken.computeIfAbsent(token, t -> new Use()).later(second));
  }

  /** Forgets the tokens that are gone, and gives what is known of the others. */
  SortedMap<UUID, Long> retain(Predicate<UUID> exists) {
    byToken.keySet().removeIf(exists.negate());
    SortedMap<UUID, Long> uses = new TreeMap<>();
    byToken.forEach((token, use) -> uses.put(token, use.second));
    return uses;
  }

  boolean isDirty() {
    return isDirty;
  }

  void setDirty(boolean dirty) {
    isDirty = dirty;
  }
}
