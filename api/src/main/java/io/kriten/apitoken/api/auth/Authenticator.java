package io.kriten.apitoken.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.api.index.IndexFeeds;
import io.kriten.apitoken.api.index.WatchLag;
import io.kriten.apitoken.api.kube.Workers;
import io.kriten.apitoken.api.limits.Limits;
import io.kriten.apitoken.keys.Digest;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What all event loops share to find out who asks. */
public final class Authenticator {

  private final WatchLag lag;
  private final IndexFeeds feeds;
  private final Duration maxStaleness;
  private final Clock clock;
  private final TokenReviews reviews;
  private final AuthenticationLog log;
  private final Limits limits;
  private final Cache<Digest, Boolean> unknown = Keys.rememberUnknown();

  /**
   * @param client may create TokenReviews
   * @param workers for TokenReviews only, so that bad bearers hold up nobody else
   * @param audiences which audiences a bearer must be for; empty for the API server's own
   * @param maxStaleness how long keys are trusted without a word from the API server; zero for ever
   */
  public Authenticator(
      Vertx vertx,
      KubernetesClient client,
      Workers workers,
      IndexFeeds feeds,
      List<String> audiences,
      Duration maxStaleness,
      Limits limits,
      Clock clock,
      MeterRegistry registry) {
    this.lag = new WatchLag(vertx);
    this.feeds = feeds;
    this.maxStaleness = maxStaleness;
    this.limits = limits;
    this.clock = clock;
    this.reviews = new TokenReviews(vertx, client, workers, audiences);
    this.log = new AuthenticationLog(registry);
  }

  /** The authentication of one event loop. */
  public Authentication forEventLoop() {
    return new Authentication(keysForEventLoop(), reviews, log, limits);
  }

  /** What decides on keys, for one event loop. */
  public Keys keysForEventLoop() {
    return new Keys(lag, () -> feeds.trusted(maxStaleness), unknown, clock);
  }

  /** Where decisions on keys are counted. */
  public AuthenticationLog log() {
    return log;
  }
}
