package io.kriten.apitoken.api.index;

import com.github.benmanes.caffeine.cache.Interner;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Owner;
import java.util.Set;
import java.util.UUID;

/** ApiTokens of one namespace, on their way into the index. */
final class TokenSink implements Sink<ApiToken> {

  private final TokenIndex index;
  private final String namespace;
  private final Interner<Owner> owners;
  private long seen;

  TokenSink(TokenIndex index, String namespace, Interner<Owner> owners) {
    this.index = index;
    this.namespace = namespace;
    this.owners = owners;
  }

  @Override
  public String key(ApiToken token) {
    return token.getMetadata().getUid();
  }

  @Override
  public void listing(long resourceVersion) {
    synchronized (index) {
      if (resourceVersion < seen) {
        seen = resourceVersion;
        index.retain(
            namespace,
            entry -> entry.token().map(t -> entry.withToken(t.ofVersion(0))).orElse(entry));
      }
    }
  }

  @Override
  public void exists(ApiToken token) {
    if (token.getSpec() == null || token.getSpec().owner() == null) {
      remove(token);
      return;
    }
    TokenFacts facts = TokenFacts.of(token, owners::intern);
    index.update(
        namespace,
        UUID.fromString(key(token)),
        entry ->
            entry
                    .token()
                    .filter(known -> known.resourceVersion() > facts.resourceVersion())
                    .isPresent()
                ? entry
                : entry.withToken(facts));
  }

  private void remove(ApiToken token) {
    index.update(namespace, UUID.fromString(key(token)), entry -> entry.withToken(null));
  }

  @Override
  public void changed(ApiToken token) {
    synchronized (index) {
      exists(token);
      reached(ResourceVersions.of(token));
    }
  }

  @Override
  public void deleted(ApiToken token) {
    synchronized (index) {
      remove(token);
      reached(ResourceVersions.of(token));
    }
  }

  @Override
  public void listed(Set<String> keys, long resourceVersion) {
    synchronized (index) {
      index.retain(
          namespace,
          entry ->
              entry.token().filter(t -> isOutdated(t, resourceVersion)).isPresent()
                      && !keys.contains(entry.uid().toString())
                  ? entry.withToken(null)
                  : entry);
      reached(resourceVersion);
    }
  }

  /** A token that we wrote after the list was made is not in the list, and yet it exists. */
  private static boolean isOutdated(TokenFacts token, long listVersion) {
    return token.deleting() || token.resourceVersion() <= listVersion;
  }

  @Override
  public void reached(long resourceVersion) {
    synchronized (index) {
      seen = Math.max(seen, resourceVersion);
    }
  }

  /**
   * A write of our own, which the watch has not told yet. When the watch is past it, then the index
   * knows it already, or something newer: perhaps that the token is gone.
   */
  void wrote(ApiToken token) {
    synchronized (index) {
      if (ResourceVersions.of(token) > seen) {
        exists(token);
      }
    }
  }

  /** A deletion of our own. */
  void deleted(UUID uid) {
    index.update(
        namespace,
        uid,
        entry -> entry.token().map(token -> entry.withToken(token.deleted())).orElse(entry));
  }
}
