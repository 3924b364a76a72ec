package io.kriten.apitoken.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.kriten.apitoken.api.index.Entry;
import io.kriten.apitoken.api.index.TokenIndex;
import io.kriten.apitoken.api.index.WatchLag;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.keys.Digest;
import io.kriten.apitoken.keys.KeyDigester;
import io.kriten.apitoken.keys.Pepper;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Decides on keys, from memory alone, for one event loop: it digests there, with a {@code Mac} of
 * its own, and waits without blocking for keys that the watch has not told yet.
 */
public final class Keys {

  private static final Duration UNKNOWN_FOR = Duration.ofSeconds(5);
  private static final long MAX_UNKNOWN = 100_000;

  private final WatchLag lag;
  private final Supplier<TokenIndex> trusted;
  private final BiConsumer<Entry, Instant> used;
  private final Clock clock;
  private final Cache<Digest, Boolean> unknown;
  private Hashers hashers = new Hashers(null, List.of(), key -> false);

  /**
   * @param trusted the index, or a {@link Refusal} while it cannot be trusted
   * @param used hears of every token whose key is accepted, and when
   * @param unknown shared by all event loops: {@link #rememberUnknown}
   */
  Keys(
      WatchLag lag,
      Supplier<TokenIndex> trusted,
      Cache<Digest, Boolean> unknown,
      BiConsumer<Entry, Instant> used,
      Clock clock) {
    this.lag = lag;
    this.trusted = trusted;
    this.used = used;
    this.clock = clock;
    this.unknown = unknown;
  }

  /** A bounded memory of keys that nobody has. */
  static Cache<Digest, Boolean> rememberUnknown(Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumSize(MAX_UNKNOWN)
        .expireAfterWrite(UNKNOWN_FOR)
        .ticker(ticker)
        // A flood of revoked keys is not to wake other threads up.
        .executor(Runnable::run)
        .build();
  }

  /** Fails with 503 when this process cannot know; never refuses for a fault of its own. */
  public Future<KeyDecision> decide(String candidate) {
    Optional<TokenKey> key = TokenKey.parse(candidate);
    if (key.isEmpty()) {
      return Future.succeededFuture(KeyDecision.MALFORMED);
    }
    try {
      TokenIndex index = trusted.get();
      return decide(key.get(), index, index.peppers().orElseThrow());
    } catch (Refusal cannotKnow) {
      return Future.failedFuture(cannotKnow);
    }
  }

  private Future<KeyDecision> decide(TokenKey key, TokenIndex index, Peppers peppers) {
    List<Digest> digests = digests(key, peppers);
    Optional<KeyDecision> known = lookUp(digests, index);
    if (known.isPresent()) {
      return Future.succeededFuture(known.get());
    }
    if (!hashers.madeHere.test(key)) {
      return Future.succeededFuture(KeyDecision.FOREIGN);
    }
    if (unknown.getIfPresent(digests.get(0)) != null) {
      return Future.succeededFuture(KeyDecision.UNKNOWN);
    }
    return await(digests, index);
  }

  private Optional<KeyDecision> lookUp(List<Digest> digests, TokenIndex index) {
    for (Digest digest : digests) {
      Optional<Entry> entry = index.find(digest);
      if (entry.isPresent()) {
        return Optional.of(decide(entry.get()));
      }
    }
    return Optional.empty();
  }

  private KeyDecision decide(Entry token) {
    Instant now = clock.instant();
    KeyDecision decision = KeyDecision.of(token, token.verdict(now));
    if (decision.accepted()) {
      used.accept(token, now);
    }
    return decision;
  }

  private Future<KeyDecision> await(List<Digest> digests, TokenIndex index) {
    return lag.wait(wake -> index.awaitDigests(digests, wake))
        .map(over -> afterWaiting(digests, index));
  }

  private KeyDecision afterWaiting(List<Digest> digests, TokenIndex index) {
    return lookUp(digests, index)
        .orElseGet(
            () -> {
              unknown.put(digests.get(0), true);
              return KeyDecision.UNKNOWN;
            });
  }

  /** Under every pepper, the current one first: a key is as old as the pepper it was made with. */
  @SuppressWarnings(
      "ReferenceEquality") // the same peppers, almost always; to compare them costs more
  private List<Digest> digests(TokenKey key, Peppers peppers) {
    if (hashers.peppers != peppers) {
      hashers = Hashers.of(peppers);
    }
    List<Digest> digests = new ArrayList<>(hashers.digesters.size());
    for (KeyDigester digester : hashers.digesters) {
      digests.add(digester.digest(key));
    }
    return digests;
  }

  private record Hashers(
      Peppers peppers, List<KeyDigester> digesters, Predicate<TokenKey> madeHere) {

    static Hashers of(Peppers peppers) {
      List<KeyDigester> digesters =
          peppers.all().stream()
              .sorted(
                  (a, b) ->
                      Boolean.compare(b.equals(peppers.current()), a.equals(peppers.current())))
              .map(Pepper::digester)
              .toList();
      return new Hashers(peppers, digesters, peppers.tagKey().maker());
    }
  }
}
