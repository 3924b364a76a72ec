package io.kriten.apitoken.api.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;

/** {@code /metrics} in Prometheus' text format, on a port of its own. */
public final class MetricsServer {

  private MetricsServer() {}

  /** Listens; the future has the server. */
  public static Future<HttpServer> start(
      Vertx vertx, String host, int port, PrometheusMeterRegistry registry) {
    Router router = Router.router(vertx);
    router
        .get("/metrics")
        .handler(
            context ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                    .end(registry.scrape()));
    return vertx
        .createHttpServer(new HttpServerOptions().setHost(host).setPort(port).setIdleTimeout(60))
        .requestHandler(router)
        .listen();
  }
}
