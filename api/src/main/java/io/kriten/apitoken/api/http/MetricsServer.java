package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.limits.LatestChannels;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;

/**
 * {@code /metrics} in Prometheus' text format, {@code /livez} and {@code /readyz}, on a port of
 * their own: a kubelet that finds the API's port full would end the process, and help nobody.
 */
public final class MetricsServer {

  /** Ample for probes and Prometheus. One more closes the oldest, so that a probe always passes. */
  private static final int CONNECTIONS = 64;

  private MetricsServer() {}

  /** Listens; the future has the server. */
  public static Future<HttpServer> start(
      Vertx vertx, String host, int port, Health health, PrometheusMeterRegistry registry) {
    Router router = Router.router(vertx);
    router.route().failureHandler(new Failures());
    health.endpoints().forEach(endpoint -> endpoint.mount(router));
    router
        .get("/metrics")
        .handler(
            context ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                    .end(registry.scrape()));
    LatestChannels connections = new LatestChannels(CONNECTIONS, dropped(registry)::increment);
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setIdleTimeout(60)
                // With it, Vert.x tells of a connection only after its first byte.
                .setHttp2ClearTextEnabled(false))
        .connectionHandler(connection -> connections.add(((ConnectionBase) connection).channel()))
        .requestHandler(router)
        .listen();
  }

  private static Counter dropped(PrometheusMeterRegistry registry) {
    return Counter.builder("apitoken_metrics_connections_dropped")
        .description("Connections to the port of the metrics that were closed for newer ones")
        .register(registry);
  }
}
