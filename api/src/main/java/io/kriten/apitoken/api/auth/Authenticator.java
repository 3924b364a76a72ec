package io.kriten.apitoken.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.api.index.Entry;
import io.kriten.apitoken.api.index.TokenIndex;
import io.kriten.apitoken.api.index.WatchLag;
import io.kriten.apitoken.api.kube.Workers;
import io.kriten.apitoken.api.limits.Limits;
import io.kriten.apitoken.keys.Digest;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** What all event loops share to find out who asks. */
public final class Authenticator {

  private final WatchLag lag;
  private final Supplier<TokenIndex> trusted;
  private final Clock clock;
  private final TokenReviews reviews;
  private final AuthenticationLog log;
  private final Limits limits;
  private final BiConsumer<Entry, Instant> used;
  private final Cache<Digest, Boolean> unknown;

  /**
   * @param client may create TokenReviews
   * @param workers for TokenReviews only, so that bad bearers hold up nobody else
   * @param trusted the index, or 503 while it cannot be trusted
   * @param audiences which audiences a bearer must be for; empty for the API server's own
   * @param used hears of every token whose key is accepted, and when
   * @param clock when keys expire
   * @param ticker for how long answers are remembered
   */
  public Authenticator(
      Vertx vertx,
      KubernetesClient client,
      Workers workers,
      Supplier<TokenIndex> trusted,
      List<String> audiences,
      Limits limits,
      BiConsumer<Entry, Instant> used,
      Clock clock,
      Ticker ticker,
      MeterRegistry registry) {
    this.lag = new WatchLag(vertx);
    this.trusted = trusted;
    this.limits = limits;
    this.used = used;
    this.clock = clock;
    this.unknown = Keys.rememberUnknown(ticker);
    this.reviews =
        new TokenReviews(
            vertx, review -> client.tokenReviews().create(review), workers, audiences, ticker);
    this.log = new AuthenticationLog(registry);
  }

  /** The authentication of one event loop. */
  public Authentication forEventLoop() {
    return new Authentication(keysForEventLoop(), reviews, log, limits);
  }

  /** What decides on keys, for one event loop. */
  public Keys keysForEventLoop() {
    return new Keys(lag, trusted, unknown, used, clock);
  }

  /** Where decisions on keys are counted. */
  public AuthenticationLog log() {
    return log;
  }
}
