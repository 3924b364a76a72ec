package io.kriten.apitoken.api.lastuse;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.api.problem.OneLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

  /** A shard that is to be written, and all its tokens that were ever used. */
  private record News(Slot slot, List<UsedToken> used) {}

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
              for (News news : news(tokens, slot -> Slot.isDue(slot.writeFrom, ticker.read()))) {
                boolean done = written(news, tokens);
                news.slot.writeFrom = ticker.read() + (done ? PERIOD : RETRY).toNanos();
              }
            });
  }

  /** Writes what is new, due or not, up to the first failure: this process ends. Blocks. */
  public void flush() {
    known
        .get()
        .ifPresent(
            tokens -> {
              for (News news : news(tokens, slot -> true)) {
                if (!written(news, tokens)) {
                  return;
                }
              }
            });
  }

  /**
   * What is new in these shards, which count as clean from here on: what is used meanwhile makes
   * them dirty again. Looks once at all tokens, however many shards there are: with 250,000 tokens
   * a look for each shard kept a core busy for seconds, and emptied its caches.
   */
  private List<News> news(UsedTokens tokens, Predicate<Slot> isWanted) {
    SortedMap<Integer, News> all = new TreeMap<>();
    for (Slot slot : slots) {
      if (slot.isDirty && isWanted.test(slot)) {
        slot.isDirty = false;
        all.put(slot.number, new News(slot, new ArrayList<>()));
      }
    }
    if (!all.isEmpty()) {
      tokens.forEachUsed(
          token -> {
            News news = all.get(token.part(SHARD_BITS));
            if (news != null && token.second() > 0) {
              news.used.add(token);
            }
          });
    }
    return List.copyOf(all.values());
  }

  /** A failure makes the shard dirty again. */
  private boolean written(News news, UsedTokens tokens) {
    synchronized (news.slot) {
      boolean done = attempt(news.slot, () -> write(news, tokens));
      if (!done) {
        news.slot.isDirty = true;
      }
      return done;
    }
  }

  private void write(News news, UsedTokens tokens) {
    int shard = news.slot.number;
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      ShardStore.Stored stored = store.read(shard);
      SortedMap<UUID, Long> uses = merged(stored.uses(), news.used, tokens);
      if (uses.equals(stored.uses()) || store.replace(shard, stored.version(), uses)) {
        return;
      }
    }
    throw new IllegalStateException("others wrote in between, every time");
  }

  /** What is stored of living tokens, and what this process knows; learns on the way. */
  private static SortedMap<UUID, Long> merged(
      Map<UUID, Long> stored, List<UsedToken> used, UsedTokens tokens) {
    SortedMap<UUID, Long> uses = new TreeMap<>();
    stored.forEach(
        (uid, second) ->
            tokens
                .used(uid)
                .ifPresent(
                    token -> {
                      token.learn(second);
                      uses.put(uid, token.second());
                    }));
    used.forEach(token -> uses.put(token.uid(), token.second()));
    return uses;
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
