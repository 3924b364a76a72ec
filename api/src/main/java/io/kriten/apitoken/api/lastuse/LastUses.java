package io.kriten.apitoken.api.lastuse;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.api.problem.OneLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps last uses beyond this process, and learns them from other replicas. They are stored in
 * shards, each of which is written at most once in five minutes, however much keys are used; of two
 * writers the later instant always wins.
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
  private final Supplier<Optional<UsedTokens>> known;
  private final Slot[] slots = IntStream.range(0, SHARDS).mapToObj(Slot::new).toArray(Slot[]::new);

  /** A shard, and when it may be written and read again. Its lock is for what blocks. */
  private static final class Slot {
    private final int number;
    private volatile boolean isDirty;
    private Long writeFrom;
    private Long readFrom;

    Slot(int number) {
      this.number = number;
    }

    static boolean isDue(Long from, long now) {
      return from == null || now - from >= 0;
    }
  }

  LastUses(ShardStore store, Ticker ticker, Supplier<Optional<UsedTokens>> known) {
    this.store = store;
    this.ticker = ticker;
    this.known = known;
  }

  /**
   * Last uses in ConfigMaps.
   *
   * @param client may get and patch them
   * @param known the tokens there are; empty while nobody knows
   */
  public static LastUses inConfigMaps(
      KubernetesClient client,
      String namespace,
      Clock clock,
      Ticker ticker,
      Supplier<Optional<UsedTokens>> known) {
    return new LastUses(new ConfigMapShards(client, namespace, clock), ticker, known);
  }

  private Slot slot(UsedToken token) {
    return slots[token.part(SHARD_BITS)];
  }

  /**
   * The token's key was just accepted. For event loops: no lock, and one look for all uses but the
   * first in a second.
   */
  public void used(UsedToken token, Instant at) {
    if (token.learn(at.getEpochSecond())) {
      Slot slot = slot(token);
      if (!slot.isDirty) {
        slot.isDirty = true;
      }
    }
  }

  /**
   * When the token was last used; empty when nobody knows of a use. Reads what other replicas
   * wrote, and so blocks; when that fails, it is what this one knows.
   */
  public Optional<Instant> of(UUID uid) {
    return known.get().flatMap(tokens -> tokens.used(uid).flatMap(token -> of(token, tokens)));
  }

  private Optional<Instant> of(UsedToken token, UsedTokens all) {
    refresh(slot(token), all);
    long second = token.second();
    return second == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second));
  }

  private void refresh(Slot slot, UsedTokens tokens) {
    synchronized (slot) {
      long now = ticker.read();
      if (Slot.isDue(slot.readFrom, now)) {
        slot.readFrom = now + FRESH.toNanos();
        attempt(slot, () -> learn(store.read(slot.number).uses(), tokens));
      }
    }
  }

  private static void learn(Map<UUID, Long> stored, UsedTokens tokens) {
    stored.forEach((uid, second) -> tokens.used(uid).ifPresent(token -> token.learn(second)));
  }

  /** Writes what is new and due. Blocks: for a timer, on a worker. */
  public void sweep() {
    known
        .get()
        .ifPresent(
            tokens -> {
              for (Slot slot : slots) {
                synchronized (slot) {
                  if (slot.isDirty && Slot.isDue(slot.writeFrom, ticker.read())) {
                    boolean done = written(slot, tokens);
                    slot.writeFrom = ticker.read() + (done ? PERIOD : RETRY).toNanos();
                  }
                }
              }
            });
  }

  /** Writes what is new, due or not, up to the first failure: this process ends. Blocks. */
  public void flush() {
    known
        .get()
        .ifPresent(
            tokens -> {
              for (Slot slot : slots) {
                synchronized (slot) {
                  if (slot.isDirty && !written(slot, tokens)) {
                    return;
                  }
                }
              }
            });
  }

  private void write(Slot slot, UsedTokens tokens) {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      ShardStore.Stored stored = store.read(slot.number);
      learn(stored.uses(), tokens);
      SortedMap<UUID, Long> uses = uses(slot, tokens);
      if (uses.equals(stored.uses()) || store.replace(slot.number, stored.version(), uses)) {
        return;
      }
    }
    throw new IllegalStateException("others wrote in between, every time");
  }

  /** Looks at all tokens, on a worker and once in five minutes, so that no second map is kept. */
  private static SortedMap<UUID, Long> uses(Slot slot, UsedTokens tokens) {
    SortedMap<UUID, Long> uses = new TreeMap<>();
    tokens.forEachUsed(
        token -> {
          long second = token.second();
          if (second > 0 && token.part(SHARD_BITS) == slot.number) {
            uses.put(token.uid(), second);
          }
        });
    return uses;
  }

  /** What is used meanwhile makes the shard dirty again, and so does a failure. */
  private boolean written(Slot slot, UsedTokens tokens) {
    slot.isDirty = false;
    boolean done = attempt(slot, () -> write(slot, tokens));
    if (!done) {
      slot.isDirty = true;
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
