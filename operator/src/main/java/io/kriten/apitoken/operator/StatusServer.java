package io.kriten.apitoken.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Health and metrics by HTTP: {@code /livez}, {@code /readyz} and {@code /metrics}. */
final class StatusServer implements AutoCloseable {

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private record Reply(int code, String type, String text) {
    static Reply health(boolean good) {
      return good ? new Reply(OK, TEXT, "ok\n") : new Reply(UNAVAILABLE, TEXT, "not ok\n");
    }
  }

  private final HttpServer server;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "apitoken-status");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Binds the port; serves from {@link #start()} on.
   *
   * @throws UncheckedIOException when the port is taken
   */
  StatusServer(
      InetSocketAddress address,
      BooleanSupplier alive,
      BooleanSupplier ready,
      Supplier<String> metrics) {
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot serve health and metrics on " + address, e);
    }
    server.setExecutor(executor);
    Map<String, Supplier<Reply>> pages =
        Map.of(
            "/livez", () -> Reply.health(alive.getAsBoolean()),
            "/readyz", () -> Reply.health(ready.getAsBoolean()),
            "/metrics", () -> new Reply(OK, PROMETHEUS_TEXT, metrics.get()));
    server.createContext("/", exchange -> answer(exchange, pages));
  }

  void start() {
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, Map<String, Supplier<Reply>> pages)
      throws IOException {
    try (exchange) {
      Supplier<Reply> page = pages.get(exchange.getRequestURI().getPath());
      if (page == null || !"GET".equals(exchange.getRequestMethod())) {
        exchange.sendResponseHeaders(page == null ? NOT_FOUND : METHOD_NOT_ALLOWED, -1);
        return;
      }
      Reply reply = page.get();
      byte[] body = reply.text().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      exchange.sendResponseHeaders(reply.code(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
