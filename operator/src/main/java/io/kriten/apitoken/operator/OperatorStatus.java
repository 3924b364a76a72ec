package io.kriten.apitoken.operator;

import io.kriten.apitoken.status.Page;
import io.kriten.apitoken.status.StatusServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Supplier;

/** The operator's {@code /livez}, {@code /readyz} and {@code /metrics}. */
record OperatorStatus(Vertx vertx, StatusServer server) implements AutoCloseable {

  /**
   * Listens.
   *
   * @throws UncheckedIOException when the port cannot be had
   */
  static OperatorStatus start(
      InetSocketAddress address, Supplier<SdkHealth> health, PrometheusMeterRegistry registry) {
    Map<String, Supplier<Page>> pages =
        Map.of(
            "/livez", () -> Page.health(health.get().isAlive()),
            "/readyz", () -> Page.health(health.get().isReady()),
            "/metrics", () -> Page.metrics(registry.scrape()));
    Vertx vertx = newVertx();
    try {
      return new OperatorStatus(
          vertx,
          StatusServer.start(
              vertx,
              address,
              pages,
              registry.counter("apitoken_metrics_connections_dropped")::increment));
    } catch (UncheckedIOException e) {
      var unused = vertx.close();
      throw e;
    }
  }

  private static Vertx newVertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false)));
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
