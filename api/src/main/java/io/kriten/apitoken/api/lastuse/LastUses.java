package io.kriten.apitoken.api.lastuse;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.api.problem.OneLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
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

  /** A shard that is to be stored, and which of its tokens were ever used. */
  private record Batch(Slot slot, List<UUID> used) {}

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
      slot(token).changed();
    }
  }

  /**
   * When the token was last used; empty when nobody knows of a use. Reads what other replicas
   * wrote, and so blocks; when that fails, it is what this one knows.
   */
  public Optional<Instant> of(UUID uid) {
    return known.get().flatMap(tokens -> tokens.used(uid).flatMap(token -> of(token, tokens)));
  }

  private Optional<Instant> of(UsedToken token, UsedTokens tokens) {
    refresh(slot(token), tokens);
    // Anew: a change of the token may have made another of it meanwhile.
    long second = tokens.used(token.uid()).map(UsedToken::second).orElse(0L);
    return second == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second));
  }

  private void refresh(Slot slot, UsedTokens tokens) {
    synchronized (slot) {
      long now = ticker.read();
      if (slot.mayRead(now)) {
        slot.readFrom(now + FRESH.toNanos());
        attempt(slot, () -> learn(store.read(slot.number).uses(), tokens));
      }
    }
  }

  private static void learn(Map<UUID, Long> stored, UsedTokens tokens) {
    stored.forEach((uid, second) -> tokens.used(uid).ifPresent(token -> token.learn(second)));
  }

  /** Writes what is new and due. Blocks: for a timer, one at a time, on a worker. */
  public void sweep() {
    known
        .get()
        .ifPresent(
            tokens -> {
              for (Batch batch : taken(tokens, slot -> slot.mayWrite(ticker.read()))) {
                boolean done = stored(batch, tokens);
                batch.slot.writeFrom(ticker.read() + (done ? PERIOD : RETRY).toNanos());
              }
            });
  }

  /** Writes what is new, due or not, up to the first failure: this process ends. Blocks. */
  public void flush() {
    known
        .get()
        .ifPresent(
            tokens -> {
              for (Batch batch : taken(tokens, slot -> true)) {
                if (!stored(batch, tokens)) {
                  return;
                }
              }
            });
  }

  /**
   * What is to be stored of these shards. Looks once at all tokens, however many shards there are:
   * with 250,000 tokens a look for each shard kept a core busy for seconds, and emptied its caches.
   */
  private List<Batch> taken(UsedTokens tokens, Predicate<Slot> isWanted) {
    SortedMap<Integer, Batch> batches = new TreeMap<>();
    for (Slot slot : slots) {
      if (slot.isNew() && isWanted.test(slot)) {
        slot.take();
        batches.put(slot.number, new Batch(slot, new ArrayList<>()));
      }
    }
    if (!batches.isEmpty()) {
      tokens.forEachUsed(
          token -> {
            Batch batch = batches.get(token.part(SHARD_BITS));
            if (batch != null && token.second() > 0) {
              batch.used.add(token.uid());
            }
          });
    }
    return List.copyOf(batches.values());
  }

  private boolean stored(Batch batch, UsedTokens tokens) {
    synchronized (batch.slot) {
      boolean done = attempt(batch.slot, () -> store(batch, tokens));
      if (done) {
        batch.slot.stored();
      } else {
        batch.slot.changed();
      }
      return done;
    }
  }

  private void store(Batch batch, UsedTokens tokens) {
    int shard = batch.slot.number;
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      ShardStore.Stored stored = store.read(shard);
      learn(stored.uses(), tokens);
      SortedMap<UUID, Long> uses = new TreeMap<>();
      addTo(uses, stored.uses().keySet(), tokens);
      addTo(uses, batch.used, tokens);
      if (uses.equals(stored.uses()) || store.replace(shard, stored.version(), uses)) {
        return;
      }
    }
    throw new IllegalStateException("others wrote in between, every time");
  }

  /** As they are known now, and only of tokens that there still are. */
  private static void addTo(SortedMap<UUID, Long> uses, Collection<UUID> uids, UsedTokens tokens) {
    for (UUID uid : uids) {
      tokens.used(uid).ifPresent(token -> uses.put(uid, token.second()));
    }
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
