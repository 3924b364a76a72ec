package io.kriten.apitoken.api.index;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.api.problem.OneLine;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.keys.Peppers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What fills the index: the peppers first, since no seal can be verified without them, then the
 * ApiTokens and digest Secrets of every namespace.
 */
public final class IndexFeeds implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IndexFeeds.class);

  private final TokenIndex index;
  private final Ticker ticker;
  private final EventRehearsal rehearsal;
  private final PepperSink pepperSink;
  private final ListWatch<?> pepperFeed;
  private final List<ListWatch<?>> tokenFeeds = new ArrayList<>();
  private final AtomicBoolean begun = new AtomicBoolean();

  /**
   * @param client may list and watch ApiTokens and Secrets in the namespaces, and the Secret of the
   *     peppers; whoever waits long for a watch to open hears of changes late, so it must not
   * @param releaseNamespace where the peppers are
   * @param namespaces where the tokens are
   * @param ticker nanoseconds that never go backwards, whatever is done to the clock
   */
  public IndexFeeds(
      KubernetesClient client,
      String releaseNamespace,
      Collection<String> namespaces,
      TokenIndex index,
      Ticker ticker) {
    this.index = index;
    this.ticker = ticker;
    this.rehearsal = new EventRehearsal(client.getKubernetesSerialization());
    this.pepperSink = new PepperSink(index, this::begin);
    this.pepperFeed =
        new ListWatch<>(
            "peppers",
            new Source<>(
                client,
                Secret.class,
                releaseNamespace,
                Map.of("metadata.name", Names.PEPPER_SECRET)),
            pepperSink,
            ticker);
    for (String namespace : namespaces) {
      tokenFeeds.add(
          new ListWatch<>(
              "apitokens-" + namespace,
              new Source<>(client, ApiToken.class, namespace, Map.of()),
              index.tokens(namespace),
              ticker));
      tokenFeeds.add(
          new ListWatch<>(
              "digests-" + namespace,
              new Source<>(client, Secret.class, namespace, Map.of("type", Labels.DIGEST_TYPE)),
              index.digests(namespace),
              ticker));
    }
  }

  /** Begins to read, and decodes events meanwhile, so that the first true one is not the first. */
  public void start() {
    pepperFeed.start();
    try {
      rehearsal.run();
    } catch (RuntimeException e) {
      LOG.warn("Events cannot be rehearsed: {}", OneLine.of(e.getMessage()));
    }
  }

  private void begin() {
    if (begun.compareAndSet(false, true)) {
      tokenFeeds.forEach(ListWatch::start);
    }
  }

  /** The index, once it is complete. */
  public Optional<TokenIndex> syncedIndex() {
    return isSynced() ? Optional.of(index) : Optional.empty();
  }

  /**
   * The index, for decisions on keys.
   *
   * @param maxStaleness how long it is trusted without a word from the API server; zero for ever
   * @throws Refusal 503, before it is complete, and when it is stale: then nobody can know
   */
  public TokenIndex trusted(Duration maxStaleness) {
    TokenIndex complete = syncedIndex().orElseThrow(Refusal::loading);
    if (!maxStaleness.isZero() && staleness().compareTo(maxStaleness) > 0) {
      throw Refusal.unavailable(
          "The cluster has not been heard of for too long to trust an API token. Try again later.");
    }
    return complete;
  }

  /** Whether peppers, tokens and digests were all read once, and all their watches opened. */
  public boolean isSynced() {
    if (index.peppers().isEmpty() || !pepperFeed.isSynced()) {
      return false;
    }
    for (ListWatch<?> feed : tokenFeeds) {
      if (!feed.isSynced()) {
        return false;
      }
    }
    return true;
  }

  /** The peppers for new keys; empty while their Secret is not there or not readable. */
  public Optional<Peppers> storedPeppers() {
    return pepperSink.stored();
  }

  /** How long ago the watch that has been silent for longest was heard. */
  public Duration staleness() {
    long now = ticker.read();
    long longest = 0;
    for (ListWatch<?> feed : tokenFeeds) {
      longest = Math.max(longest, now - feed.lastHeard());
    }
    return Duration.ofNanos(longest);
  }

  @Override
  public void close() {
    pepperFeed.close();
    tokenFeeds.forEach(ListWatch::close);
  }
}
