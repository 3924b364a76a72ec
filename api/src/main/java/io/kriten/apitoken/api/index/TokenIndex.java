package io.kriten.apitoken.api.index;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.github.benmanes.caffeine.cache.Interner;
import io.fabric8.kubernetes.api.model.Secret;
import io.kriten.apitoken.api.lastuse.UsedToken;
import io.kriten.apitoken.api.lastuse.UsedTokens;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.keys.Digest;
import io.kriten.apitoken.keys.Peppers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Every token by its key's digest and by its uid, in memory. Reading takes no lock, but while the
 * table of digests grows, and does no I/O; writers take turns. See DESIGN.md beside this class.
 */
public final class TokenIndex implements UsedTokens {

  /** How many requests may wait for the watch at once; each holds a connection, so they are few. */
  static final int MAX_WAITING = 10_000;

  private final OwnerPolicy policy;
  private final Map<String, TokenSink> tokens;
  private final Map<String, DigestSink> digests;
  private final Map<String, Map<UUID, Entry>> byUid;
  private final DigestTable byDigest = new DigestTable();
  private final Arrivals<Object> arrivals = new Arrivals<>(MAX_WAITING);
  private volatile Peppers peppers;

  /**
   * @param policy which owners a token may act as
   * @param namespaces where tokens live
   */
  public TokenIndex(OwnerPolicy policy, Collection<String> namespaces) {
    this.policy = policy;
    Interner<Owner> owners = Interner.newWeakInterner();
    this.tokens = perNamespace(namespaces, ns -> new TokenSink(this, ns, owners));
    this.digests = perNamespace(namespaces, ns -> new DigestSink(this, ns));
    this.byUid = perNamespace(namespaces, ns -> new ConcurrentHashMap<>());
  }

  private static <V> Map<String, V> perNamespace(
      Collection<String> namespaces, Function<String, V> value) {
    return namespaces.stream().collect(toUnmodifiableMap(Function.identity(), value));
  }

  /** Judges every token anew, under these peppers. */
  public synchronized void use(Peppers newPeppers) {
    peppers = newPeppers;
    byUid.values().forEach(entries -> entries.values().forEach(e -> replace(e, judged(e))));
  }

  /** The peppers that digests are looked up under; empty before the first {@link #use}. */
  public Optional<Peppers> peppers() {
    return Optional.ofNullable(peppers);
  }

  /** The token whose current key has that digest. */
  public Optional<Entry> find(Digest digest) {
    return Optional.ofNullable(byDigest.find(digest));
  }

  /** The living token of that uid. */
  public Optional<Entry> find(UUID uid) {
    for (Map<UUID, Entry> entries : byUid.values()) {
      Entry entry = entries.get(uid);
      if (entry != null && entry.token().isPresent()) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<UsedToken> used(UUID uid) {
    return find(uid).map(UsedToken.class::cast);
  }

  @Override
  public void forEachUsed(Consumer<UsedToken> visitor) {
    for (Map<UUID, Entry> entries : byUid.values()) {
      for (Entry entry : entries.values()) {
        if (entry.token().isPresent()) {
          visitor.accept(entry);
        }
      }
    }
  }

  /** How many tokens and stray digests are held. */
  public int size() {
    return byUid.values().stream().mapToInt(Map::size).sum();
  }

  /**
   * Runs {@code wake} as soon as one of these digests belongs to a token.
   *
   * @return what ends the waiting, and must be run once; empty when too many wait already
   */
  public Optional<Runnable> awaitDigests(List<Digest> wanted, Runnable wake) {
    Optional<Runnable> end = arrivals.await(wanted, wake);
    wakeIf(wanted.stream().anyMatch(digest -> byDigest.find(digest) != null), wake);
    return end;
  }

  /** Runs {@code wake} as soon as there is a token of that uid, as {@link #awaitDigests}. */
  public Optional<Runnable> awaitToken(UUID uid, Runnable wake) {
    Optional<Runnable> end = arrivals.await(List.of(uid), wake);
    wakeIf(find(uid).isPresent(), wake);
    return end;
  }

  /** What arrived between looking and waiting has woken nobody. */
  private static void wakeIf(boolean isHere, Runnable wake) {
    if (isHere) {
      wake.run();
    }
  }

  /** A token that this process just wrote. */
  public void wrote(ApiToken token) {
    tokens.get(token.getMetadata().getNamespace()).wrote(token);
  }

  /** A digest Secret that this process just wrote. */
  public void wrote(Secret secret) {
    digests.get(secret.getMetadata().getNamespace()).wrote(secret);
  }

  /** A token that this process just deleted. */
  public void deleted(String namespace, UUID uid) {
    tokens.get(namespace).deleted(uid);
  }

  Sink<ApiToken> tokens(String namespace) {
    return tokens.get(namespace);
  }

  Sink<Secret> digests(String namespace) {
    return digests.get(namespace);
  }

  synchronized void update(String namespace, UUID uid, UnaryOperator<Entry> change) {
    Entry known = byUid.get(namespace).getOrDefault(uid, Entry.empty(uid, namespace));
    Entry changed = change.apply(known);
    if (changed != known) {
      replace(known, judged(changed));
    }
  }

  synchronized void retain(String namespace, UnaryOperator<Entry> change) {
    for (UUID uid : byUid.get(namespace).keySet()) {
      update(namespace, uid, change);
    }
  }

  private Entry judged(Entry entry) {
    return entry.judged(peppers, policy);
  }

  private void replace(Entry old, Entry entry) {
    Map<UUID, Entry> entries = byUid.get(entry.namespace());
    if (entry.isEmpty()) {
      entries.remove(entry.uid());
    } else {
      entries.put(entry.uid(), entry);
    }
    Optional<Digest> digest = entry.current().map(StoredDigest::digest);
    digest.ifPresent(d -> claim(d, entry));
    old.current()
        .map(StoredDigest::digest)
        .filter(d -> !digest.equals(Optional.of(d)))
        .ifPresent(d -> release(d, old));
    // Requests that found the old one meanwhile told it of their uses.
    entry.learn(old);
    if (old.token().isEmpty() && entry.token().isPresent()) {
      arrivals.arrived(entry.uid());
    }
    digest.ifPresent(arrivals::arrived);
  }

  /** A copied digest carries no seal of its new token, so it can never displace the true one. */
  private void claim(Digest digest, Entry candidate) {
    Entry known = byDigest.find(digest);
    if (known == null
        || known.isSameToken(candidate)
        || (candidate.isSealed() && !known.isSealed())) {
      byDigest.put(digest, candidate);
    }
  }

  private void release(Digest digest, Entry old) {
    Entry known = byDigest.find(digest);
    if (known != null && known.isSameToken(old)) {
      byDigest.remove(known);
    }
  }
}
