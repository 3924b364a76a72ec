package io.kriten.apitoken.api.lastuse;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.api.problem.OneLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When each token's key was last accepted, in whole seconds, on this replica and, as far as it was
 * told, on the others. Every shard is written at most once in five minutes, however much keys are
 * used; of two writers the later instant always wins.
 */
public final class LastUses {

  /** How many ConfigMaps there are; the chart makes as many. */
  public static final int SHARDS = 64;

  private static final int SHARD_BITS = 6;
  private static final Duration PERIOD = Duration.ofMinutes(5);
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int MAX_TRIES = 3;
  private static final Logger LOG = LoggerFactory.getLogger(LastUses.class);

  private final ShardStore store;
  private final Ticker ticker;
  private final Supplier<Optional<Predicate<UUID>>> exists;
  private final Slot[] slots = IntStream.range(0, SHARDS).mapToObj(Slot::new).toArray(Slot[]::new);

  /** A shard, and when it was last told and asked. Its lock is for what blocks. */
  private static final class Slot {
    private final int number;
    private final Shard shard = new Shard();
    private Long writeFrom;
    private Long readFrom;

    Slot(int number) {
      this.number = number;
    }

    static boolean isDue(Long from, long now) {
      return from == null || now - from >= 0;
    }
  }

  LastUses(ShardStore store, Ticker ticker, Supplier<Optional<Predicate<UUID>>> exists) {
    this.store = store;
    this.ticker = ticker;
    this.exists = exists;
  }

  /**
   * Last uses in ConfigMaps.
   *
   * @param client may get and patch them
   * @param exists which tokens there are; empty while nobody knows
   */
  public static LastUses inConfigMaps(
      KubernetesClient client,
      String namespace,
      Clock clock,
      Ticker ticker,
      Supplier<Optional<Predicate<UUID>>> exists) {
    return new LastUses(new ConfigMapShards(client, namespace, clock), ticker, exists);
  }

  private Slot slot(UUID token) {
    return slots[(int) (token.getMostSignificantBits() >>> (Long.SIZE - SHARD_BITS))];
  }

  /** The token's key was just accepted. For event loops: no lock but within its first use. */
  public void used(UUID token, Instant at) {
    slot(token).shard.used(token, at.getEpochSecond());
  }

  /**
   * When the token was last used; empty when nobody knows of a use. Reads what other replicas
   * wrote, and so blocks; when that fails, it is what this one knows.
   */
  public Optional<Instant> of(UUID token) {
    Slot slot = slot(token);
    synchronized (slot) {
      long now = ticker.read();
      if (Slot.isDue(slot.readFrom, now)) {
        slot.readFrom = now + FRESH.toNanos();
        attempt(slot, () -> slot.shard.learn(store.read(slot.number).uses()));
      }
    }
    long second = slot.shard.lastUse(token);
    return second == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second));
  }

  /** Writes what is new and due. Blocks: for a timer, on a worker. */
  public void sweep() {
    exists
        .get()
        .ifPresent(
            known -> {
              for (Slot slot : slots) {
                synchronized (slot) {
                  if (slot.shard.isDirty() && Slot.isDue(slot.writeFrom, ticker.read())) {
                    boolean done = written(slot, known);
                    slot.writeFrom = ticker.read() + (done ? PERIOD : RETRY).toNanos();
                  }
                }
              }
            });
  }

  /** Writes what is new, due or not, up to the first failure: this process ends. Blocks. */
  public void flush() {
    exists
        .get()
        .ifPresent(
            known -> {
              for (Slot slot : slots) {
                synchronized (slot) {
                  if (slot.shard.isDirty() && !written(slot, known)) {
                    return;
                  }
                }
              }
            });
  }

  private void write(Slot slot, Predicate<UUID> known) {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      ShardStore.Stored stored = store.read(slot.number);
      slot.shard.learn(stored.uses());
      SortedMap<UUID, Long> uses = slot.shard.retain(known);
      if (uses.equals(stored.uses()) || store.replace(slot.number, stored.version(), uses)) {
        return;
      }
    }
    throw new IllegalStateException("others wrote in between, every time");
  }

  /** What is used meanwhile makes the shard dirty again, and so does a failure. */
  private boolean written(Slot slot, Predicate<UUID> known) {
    slot.shard.setDirty(false);
    boolean done = attempt(slot, () -> write(slot, known));
    if (!done) {
      slot.shard.setDirty(true);
    }
    return done;
  }

  private static boolean attempt(Slot slot, Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException e) {
      LOG.warn("Last uses, shard {}: {}", slot.number, OneLine.of(e.getMessage()));
      return false;
    }
  }
}
