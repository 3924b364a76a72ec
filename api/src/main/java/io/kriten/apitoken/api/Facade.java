package io.kriten.apitoken.api;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.kriten.apitoken.api.auth.AccessReviews;
import io.kriten.apitoken.api.auth.Authentication;
import io.kriten.apitoken.api.auth.Authenticator;
import io.kriten.apitoken.api.doors.Doors;
import io.kriten.apitoken.api.http.Docs;
import io.kriten.apitoken.api.http.Health;
import io.kriten.apitoken.api.http.HttpApi;
import io.kriten.apitoken.api.http.MetricsServer;
import io.kriten.apitoken.api.http.RequestMetrics;
import io.kriten.apitoken.api.http.TokenIds;
import io.kriten.apitoken.api.http.TokenRoutes;
import io.kriten.apitoken.api.index.IndexFeeds;
import io.kriten.apitoken.api.index.TokenIndex;
import io.kriten.apitoken.api.index.WatchLag;
import io.kriten.apitoken.api.kube.Workers;
import io.kriten.apitoken.api.limits.Limits;
import io.kriten.apitoken.api.tokens.Access;
import io.kriten.apitoken.api.tokens.Creation;
import io.kriten.apitoken.api.tokens.TokenLists;
import io.kriten.apitoken.api.tokens.TokenStore;
import io.kriten.apitoken.api.tokens.Tokens;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP facade: verifies keys from memory and maps the documented endpoints onto ApiTokens.
 * Stateless, so that any number may run side by side.
 */
public final class Facade implements AutoCloseable {

  /** A negative port is any free one, but the same for all servers of the process. */
  private static final int ANY_SHARED_PORT = -1;

  private static final Duration DRAIN = Duration.ofSeconds(10);

  private static final int EVENT_LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

  /** fabric8 tries ten times, for minutes; here somebody waits for the answer. */
  private static final RequestConfig BOUNDED =
      new RequestConfigBuilder()
          .withRequestTimeout(5_000)
          .withRequestRetryBackoffLimit(1)
          .withRequestRetryBackoffInterval(100)
          .withWatchReconnectLimit(0)
          .build();

  private final FacadeSettings settings;
  private final List<RouteExtension> extensions;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RequestMetrics requests = new RequestMetrics(registry);
  private final Vertx vertx;
  private final Workers reviewWorkers;
  private final Workers tokenWorkers;
  private final Workers doorWorkers;
  private final IndexFeeds feeds;
  private final Health health;
  private final Authenticator authenticator;
  private final TokenRoutes routes;
  private final Doors doors;
  private final Limits limits;
  private volatile int port = -1;
  private volatile int metricsPort = -1;

  /**
   * @param client under the facade's own account; it is not closed
   * @param extensions more routes on the same port
   */
  public Facade(
      KubernetesClient client,
      FacadeSettings settings,
      Clock clock,
      List<RouteExtension> extensions) {
    this.settings = settings;
    this.extensions = List.copyOf(extensions);
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    this.reviewWorkers = new Workers(vertx, "reviews", 8, 64);
    this.tokenWorkers = new Workers(vertx, "tokens", 16, 256);
    this.doorWorkers = new Workers(vertx, "doors", 8, 256);
    KubernetesClient bounded =
        client.adapt(NamespacedKubernetesClient.class).withRequestConfig(BOUNDED).call(c -> c);
    OwnerPolicy owners = new OwnerPolicy(settings.allowServiceAccountOwners());
    TokenIndex index = new TokenIndex(owners, settings.namespaces());
    this.feeds =
        new IndexFeeds(bounded, settings.releaseNamespace(), settings.namespaces(), index, clock);
    this.health = new Health(feeds, settings.maxStaleness());
    this.limits = new Limits(settings.limits());
    this.authenticator =
        new Authenticator(
            vertx,
            bounded,
            reviewWorkers,
            feeds,
            settings.audiences(),
            settings.maxStaleness(),
            limits,
            clock,
            registry);
    AccessReviews reviews = new AccessReviews(bounded);
    this.routes = routes(bounded, reviews, owners, index, clock);
    this.doors =
        new Doors(
            vertx, authenticator, reviews, doorWorkers, settings.doors(), limits, health, registry);
    measure(index);
  }

  private TokenRoutes routes(
      KubernetesClient client,
      AccessReviews reviews,
      OwnerPolicy owners,
      TokenIndex index,
      Clock clock) {
    TokenStore store = new TokenStore(client);
    Access access = new Access(reviews);
    Creation creation =
        new Creation(
            store,
            access,
            owners,
            index,
            feeds::storedPeppers,
            new SecureRandom(),
            settings.namespaces().get(0));
    TokenLists lists = new TokenLists(store, access, settings.namespaces());
    return new TokenRoutes(
        creation,
        new Tokens(store, access, index, lists, clock),
        lists,
        new TokenIds(feeds, new WatchLag(vertx)),
        tokenWorkers,
        limits);
  }

  private void measure(TokenIndex index) {
    pending("reviews", reviewWorkers);
    pending("tokens", tokenWorkers);
    pending("doors", doorWorkers);
    Gauge.builder("apitoken_index_tokens", index, TokenIndex::size)
        .description("API tokens held in memory")
        .register(registry);
    Gauge.builder("apitoken_index_synced", feeds, f -> f.isSynced() ? 1 : 0)
        .description("1 once peppers, tokens and digests were all read")
        .register(registry);
    Gauge.builder("apitoken_index_staleness_seconds", feeds, f -> f.staleness().toMillis() / 1e3)
        .description("Time since the last event or bookmark of the watch that is silent longest")
        .register(registry);
  }

  private void pending(String pool, Workers workers) {
    Gauge.builder("apitoken_worker_calls_pending", workers, Workers::pending)
        .description("Calls to the API server that run or wait")
        .tag("pool", pool)
        .register(registry);
  }

  /**
   * Listens, and begins to load. Returns as soon as it listens; {@code /readyz} tells when all is
   * loaded.
   *
   * @throws IllegalStateException when a port cannot be had
   */
  public void start() {
    feeds.start();
    doors.start();
    HttpApi.Parts parts =
        new HttpApi.Parts(
            settings.host(),
            settings.port() == 0 ? ANY_SHARED_PORT : settings.port(),
            settings.allowedOrigins(),
            requests,
            health,
            new Docs(),
            routes,
            this::mountExtensions,
            doors::before,
            actual -> port = actual);
    await(
        vertx.deployVerticle(
            () -> new HttpApi(parts, authenticator.forEventLoop()),
            new DeploymentOptions().setInstances(EVENT_LOOPS)),
        "cannot listen on " + settings.host() + ":" + settings.port());
    if (settings.metricsPort() >= 0) {
      HttpServer metrics =
          await(
              MetricsServer.start(vertx, settings.host(), settings.metricsPort(), registry),
              "cannot listen on " + settings.host() + ":" + settings.metricsPort());
      metricsPort = metrics.actualPort();
    }
  }

  private void mountExtensions(Router router, Authentication authentication) {
    doors.mount(router, authentication);
    extensions.forEach(extension -> extension.mount(router, authentication));
  }

  /** The port of the API. */
  public int port() {
    return port;
  }

  /** The port of {@code /metrics}; negative when there is none. */
  public int metricsPort() {
    return metricsPort;
  }

  /** Stops being ready, lets the running requests end, for ten seconds at most, and ends. */
  @Override
  public void close() {
    health.drain();
    await(requests.idle(vertx, DRAIN), "cannot wait for requests");
    doors.stop();
    feeds.close();
    await(vertx.close(), "cannot end");
  }

  private static <T> T await(Future<T> future, String failure) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(30, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      throw new IllegalStateException(failure, e.getCause());
    }
  }
}
