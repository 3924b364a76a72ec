package io.kriten.apitoken.api;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.api.auth.Authentication;
import io.kriten.apitoken.api.http.Docs;
import io.kriten.apitoken.api.http.HttpApi;
import io.kriten.apitoken.api.lastuse.LastUses;
import io.kriten.apitoken.api.tls.ServerTls;
import io.kriten.apitoken.status.Page;
import io.kriten.apitoken.status.StatusServer;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * The HTTP facade: verifies keys from memory and maps the documented endpoints onto ApiTokens.
 * Stateless, so that any number may run side by side.
 */
public final class Facade implements AutoCloseable {

  /** A negative port is any free one, but the same for all servers that ask for that number. */
  private static final int ANY_SHARED_PORT = -1;

  private static final int ANY_SHARED_TLS_PORT = -2;

  private static final Duration DRAIN = Duration.ofSeconds(10);

  private static final int EVENT_LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final FacadeSettings settings;
  private final List<RouteExtension> extensions;
  private final Wiring wiring;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile int port = -1;
  private volatile int tlsPort = -1;
  private volatile int metricsPort = -1;

  /**
   * @param client under the facade's own account; it is not closed
   * @param extensions more routes on the same port
   * @throws IllegalArgumentException when certificate or key are no good; the message names the
   *     file
   */
  public Facade(
      KubernetesClient client,
      FacadeSettings settings,
      Clock clock,
      List<RouteExtension> extensions) {
    this(client, settings, clock, Ticker.systemTicker(), extensions);
  }

  /**
   * @param clock when keys expire
   * @param ticker nanoseconds that never go backwards: how long something is remembered or trusted
   */
  public Facade(
      KubernetesClient client,
      FacadeSettings settings,
      Clock clock,
      Ticker ticker,
      List<RouteExtension> extensions) {
    this.settings = settings;
    this.extensions = List.copyOf(extensions);
    this.wiring = Wiring.of(client, settings, clock, ticker);
  }

  /**
   * Begins to load, rehearses events and handshakes, and listens. Returns as soon as it listens;
   * {@code /readyz} tells when all is loaded and watched.
   *
   * @throws IllegalStateException when a port of the API cannot be had
   * @throws java.io.UncheckedIOException when the port of health and metrics cannot
   */
  public void start() {
    wiring.feeds().start();
    wiring.doors().start();
    HttpApi.Parts parts =
        new HttpApi.Parts(
            settings.host(),
            listeners(),
            settings.allowedOrigins(),
            wiring.connections(),
            wiring.requests(),
            wiring.health(),
            new Docs(),
            wiring.tokens(),
            this::mountExtensions,
            wiring.doors()::before);
    wiring.tls().ifPresent(ServerTls::rehearse);
    wiring.tls().ifPresent(ServerTls::watch);
    await(
        wiring
            .vertx()
            .deployVerticle(
                () -> new HttpApi(parts, wiring.authenticator().forEventLoop()),
                new DeploymentOptions().setInstances(EVENT_LOOPS)),
        "cannot listen on " + settings.host() + ", port " + settings.ports());
    // Last: who asks there whether the facade is ready finds the API listening.
    if (settings.metricsPort() >= 0) {
      metricsPort = startStatus().port();
    }
  }

  /** A kubelet that finds the API's port full would end the process, and help nobody. */
  private StatusServer startStatus() {
    return StatusServer.start(
        wiring.vertx(),
        new InetSocketAddress(settings.host(), settings.metricsPort()),
        Map.of(
            "/livez", wiring.health()::live,
            "/readyz", wiring.health()::ready,
            "/metrics", () -> Page.metrics(wiring.registry().scrape())),
        wiring.registry().counter("apitoken_metrics_connections_dropped")::increment);
  }

  private List<HttpApi.Listener> listeners() {
    List<HttpApi.Listener> listeners = new ArrayList<>();
    if (settings.port() >= 0) {
      int wanted = settings.port() == 0 ? ANY_SHARED_PORT : settings.port();
      listeners.add(
          new HttpApi.Listener(wanted, UnaryOperator.identity(), actual -> port = actual));
    }
    wiring
        .tls()
        .ifPresent(
            tls ->
                listeners.add(
                    new HttpApi.Listener(
                        tls.port() == 0 ? ANY_SHARED_TLS_PORT : tls.port(),
                        tls::secure,
                        actual -> tlsPort = actual)));
    return listeners;
  }

  private void mountExtensions(Router router, Authentication authentication) {
    wiring.doors().mount(router, authentication);
    extensions.forEach(extension -> extension.mount(router, authentication));
  }

  /** The port of the API over plain HTTP; negative when there is none. */
  public int port() {
    return port;
  }

  /** The port of the API over HTTPS; negative when there is none. */
  public int tlsPort() {
    return tlsPort;
  }

  /** The port of {@code /metrics} and of health; negative when there is none. */
  public int metricsPort() {
    return metricsPort;
  }

  /** Stops being ready, and sends away whoever keeps a connection; goes on answering. */
  public void drain() {
    wiring.health().drain();
  }

  /** Stops being ready, lets the running requests end, for ten seconds at most, and ends. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    wiring.health().drain();
    await(wiring.requests().idle(wiring.vertx(), DRAIN), "cannot wait for requests");
    wiring.doors().stop();
    wiring.lastUses().ifPresent(LastUses::flush);
    wiring.feeds().close();
    await(wiring.vertx().close(), "cannot end");
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
