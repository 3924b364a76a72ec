package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.problem.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Times requests by route, method and status, and knows how many are being answered. */
public final class RequestMetrics implements Handler<RoutingContext> {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final long POLL_MS = 20;

  /** The status of what was not answered. */
  private static final String NONE = "none";

  private record Labels(String route, String method, String status) {}

  private final MeterRegistry registry;
  private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();
  private final AtomicInteger active;

  /**
   * @param registry gets {@code apitoken_http_request_seconds} and {@code
   *     apitoken_http_requests_active}
   */
  public RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.active = registry.gauge("apitoken_http_requests_active", new AtomicInteger());
  }

  /** Completes when no request is being answered, or after that time. */
  public Future<Void> idle(Vertx vertx, Duration atMost) {
    Promise<Void> idle = Promise.promise();
    long deadline = vertx.setTimer(atMost.toMillis(), id -> idle.tryComplete());
    long poll =
        vertx.setPeriodic(
            0,
            POLL_MS,
            id -> {
              if (active.get() == 0) {
                idle.tryComplete();
              }
            });
    return idle.future()
        .onComplete(
            done -> {
              vertx.cancelTimer(deadline);
              vertx.cancelTimer(poll);
            });
  }

  /**
   * Counts what is answered ahead of the router, if it still waits for its answer. On its event
   * loop. Vert.x ends it when its connection is closed too.
   */
  public void countWaiting(HttpServerResponse response) {
    if (!response.ended() && !response.closed()) {
      active.incrementAndGet();
      response.endHandler(ended -> active.decrementAndGet());
    }
  }

  @Override
  public void handle(RoutingContext context) {
    active.incrementAndGet();
    Timer.Sample sample = Timer.start(registry);
    // Later than the end of a request whose client has left: what it asked for is still being done.
    context.addBodyEndHandler(made -> active.decrementAndGet());
    context.addEndHandler(
        ended -> sample.stop(timers.computeIfAbsent(labels(context, ended), this::timer)));
    context.next();
  }

  /** Nothing that a client can choose becomes a label. */
  private static Labels labels(RoutingContext context, AsyncResult<Void> ended) {
    String route = context.currentRoute() == null ? null : context.currentRoute().getPath();
    String method = context.request().method().name();
    return new Labels(
        route == null ? "none" : route,
        METHODS.contains(method) ? method : "other",
        status(context, ended));
  }

  /** Vert.x tells of a body that is refused before the refusal is made. */
  private static String status(RoutingContext context, AsyncResult<Void> ended) {
    if (ended.succeeded()) {
      return Integer.toString(context.response().getStatusCode());
    }
    return ended.cause() instanceof Refusal refusal ? Integer.toString(refusal.status()) : NONE;
  }

  private Timer timer(Labels labels) {
    return Timer.builder("apitoken_http_request")
        .description("Requests to the facade")
        .tag("route", labels.route())
        .tag("method", labels.method())
        .tag("status", labels.status())
        .register(registry);
  }
}
