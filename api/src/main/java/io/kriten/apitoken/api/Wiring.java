package io.kriten.apitoken.api;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.kriten.apitoken.api.auth.AccessReviews;
import io.kriten.apitoken.api.auth.Authenticator;
import io.kriten.apitoken.api.doors.Doors;
import io.kriten.apitoken.api.http.Health;
import io.kriten.apitoken.api.http.ListAnswers;
import io.kriten.apitoken.api.http.OpenConnections;
import io.kriten.apitoken.api.http.RequestMetrics;
import io.kriten.apitoken.api.http.TokenIds;
import io.kriten.apitoken.api.http.TokenRoutes;
import io.kriten.apitoken.api.index.IndexFeeds;
import io.kriten.apitoken.api.index.IndexMetrics;
import io.kriten.apitoken.api.index.TokenIndex;
import io.kriten.apitoken.api.index.WatchLag;
import io.kriten.apitoken.api.kube.Workers;
import io.kriten.apitoken.api.lastuse.LastUses;
import io.kriten.apitoken.api.lastuse.UsedTokens;
import io.kriten.apitoken.api.limits.Limits;
import io.kriten.apitoken.api.tls.ServerTls;
import io.kriten.apitoken.api.tokens.Access;
import io.kriten.apitoken.api.tokens.Creation;
import io.kriten.apitoken.api.tokens.Leftovers;
import io.kriten.apitoken.api.tokens.ListRoom;
import io.kriten.apitoken.api.tokens.TokenLists;
import io.kriten.apitoken.api.tokens.TokenStore;
import io.kriten.apitoken.api.tokens.TokenView;
import io.kriten.apitoken.api.tokens.Tokens;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** All that the facade consists of, put together. */
record Wiring(
    Vertx vertx,
    PrometheusMeterRegistry registry,
    RequestMetrics requests,
    OpenConnections connections,
    IndexFeeds feeds,
    Health health,
    Authenticator authenticator,
    TokenRoutes tokens,
    Doors doors,
    Optional<LastUses> lastUses,
    Optional<ServerTls> tls) {

  private static final Duration SWEEP = Duration.ofSeconds(5);

  /** fabric8 tries ten times, for minutes; here somebody waits for the answer. */
  private static final RequestConfig BOUNDED =
      new RequestConfigBuilder()
          .withRequestTimeout(5_000)
          .withRequestRetryBackoffLimit(1)
          .withRequestRetryBackoffInterval(100)
          .withWatchReconnectLimit(0)
          .build();

  static Wiring of(
      KubernetesClient anyClient, FacadeSettings settings, Clock clock, Ticker ticker) {
    KubernetesClient client = with(BOUNDED, anyClient);
    Vertx vertx = newVertx();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    OwnerPolicy owners = new OwnerPolicy(settings.allowServiceAccountOwners());
    TokenIndex index = new TokenIndex(owners, settings.namespaces());
    IndexFeeds feeds =
        new IndexFeeds(client, settings.releaseNamespace(), settings.namespaces(), index, ticker);
    IndexMetrics.register(index, feeds, registry);
    Health health = new Health(feeds, settings.maxStaleness());
    RequestMetrics requests = new RequestMetrics(registry);
    Limits limits = new Limits(settings.limits(), ticker);
    Optional<LastUses> lastUses = lastUses(client, settings, vertx, registry, feeds, clock, ticker);
    Optional<ServerTls> tls =
        settings
            .tls()
            .map(
                files ->
                    new ServerTls(vertx, files, settings.connections().max(), clock, registry));
    AccessReviews reviews =
        new AccessReviews(
            review -> client.authorization().v1().subjectAccessReview().create(review), ticker);
    Authenticator authenticator =
        new Authenticator(
            vertx,
            client,
            new Workers(vertx, "reviews", 8, 64, registry),
            () -> feeds.trusted(settings.maxStaleness()),
            settings.audiences(),
            limits,
            (token, at) -> lastUses.ifPresent(uses -> uses.used(token, at)),
            clock,
            ticker,
            registry);
    return new Wiring(
        vertx,
        registry,
        requests,
        new OpenConnections(settings.connections(), health::isDraining, registry),
        feeds,
        health,
        authenticator,
        routes(
            client,
            reviews,
            limits,
            settings,
            vertx,
            registry,
            owners,
            index,
            feeds,
            TokenView.with(token -> lastUses.flatMap(uses -> uses.of(token))),
            clock),
        new Doors(
            vertx,
            authenticator,
            reviews,
            settings.doors(),
            tls.flatMap(ServerTls::clients),
            limits,
            requests,
            ticker,
            registry),
        lastUses,
        tls);
  }

  private static KubernetesClient with(RequestConfig config, KubernetesClient client) {
    return client.adapt(NamespacedKubernetesClient.class).withRequestConfig(config).call(c -> c);
  }

  private static Vertx newVertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false)));
  }

  private static TokenRoutes routes(
      KubernetesClient client,
      AccessReviews reviews,
      Limits limits,
      FacadeSettings settings,
      Vertx vertx,
      MeterRegistry registry,
      OwnerPolicy owners,
      TokenIndex index,
      IndexFeeds feeds,
      Function<ApiToken, TokenView> views,
      Clock clock) {
    Workers workers = new Workers(vertx, "tokens", 16, 256, registry);
    TokenStore store = new TokenStore(client);
    Access access = new Access(reviews, settings.namespaces().get(0));
    TokenLists lists = new TokenLists(store, access, settings.namespaces(), views);
    Creation creation =
        new Creation(
            store,
            leftovers(store, vertx, workers, registry),
            access,
            owners,
            index,
            feeds::storedPeppers,
            new SecureRandom(),
            settings.namespaces().get(0));
    Tokens tokens = new Tokens(store, access, index, lists, views, clock);
    return new TokenRoutes(
        creation,
        tokens,
        lists,
        new ListAnswers(workers, new ListRoom(Runtime.getRuntime().maxMemory() / 4)),
        new TokenIds(feeds, new WatchLag(vertx), tokens, workers),
        workers,
        limits);
  }

  private static Optional<LastUses> lastUses(
      KubernetesClient client,
      FacadeSettings settings,
      Vertx vertx,
      MeterRegistry registry,
      IndexFeeds feeds,
      Clock clock,
      Ticker ticker) {
    if (!settings.lastUse()) {
      return Optional.empty();
    }
    LastUses uses =
        LastUses.inConfigMaps(
            client,
            settings.releaseNamespace(),
            clock,
            ticker,
            () -> feeds.syncedIndex().map(UsedTokens.class::cast));
    every(SWEEP, vertx, new Workers(vertx, "last-use", 1, 1, registry), uses::sweep);
    return Optional.of(uses);
  }

  private static void every(Duration period, Vertx vertx, Workers workers, Runnable work) {
    vertx.setPeriodic(
        period.toMillis(),
        id ->
            workers.run(
                () -> {
                  work.run();
                  return id;
                }));
  }

  private static Leftovers leftovers(
      TokenStore store, Vertx vertx, Workers workers, MeterRegistry registry) {
    Leftovers leftovers = new Leftovers(store);
    Gauge.builder("apitoken_tokens_left_over", leftovers, Leftovers::size)
        .description("Tokens of failed creations, to be deleted when the API server answers")
        .register(registry);
    every(SWEEP, vertx, workers, leftovers::sweep);
    return leftovers;
  }
}
