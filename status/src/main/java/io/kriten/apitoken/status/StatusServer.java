package io.kriten.apitoken.status;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few pages on a port of their own, for kubelets and Prometheus, who would end or lose a process
 * that does not answer. So nobody can hold the port: no client makes another one wait, one
 * connection too many closes the oldest, and of each the first request is read and answered.
 */
public final class StatusServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);

  /** Ample for probes and Prometheus. */
  private static final int CONNECTIONS = 64;

  private static final int IDLE_SECONDS = 10;
  private static final int PATIENCE_SECONDS = 30;

  /** Vert.x's name for its decoder. */
  private static final String DECODER = "httpDecoder";

  private final HttpServer server;

  private StatusServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens.
   *
   * @param pages by path; made on an event loop, so they must not block
   * @param dropped is told of each connection that was closed for a newer one
   * @throws UncheckedIOException when the port cannot be had; the message names it
   */
  public static StatusServer start(
      Vertx vertx, InetSocketAddress address, Map<String, Supplier<Page>> pages, Runnable dropped) {
    LatestChannels connections = new LatestChannels(CONNECTIONS, dropped);
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(address.getHostString())
            .setPort(address.getPort())
            .setIdleTimeout(IDLE_SECONDS)
            // With it, Vert.x tells of a connection only after its first byte.
            .setHttp2ClearTextEnabled(false);
    Future<HttpServer> listening =
        vertx
            .createHttpServer(options)
            .connectionHandler(connection -> opened(connection, options, connections))
            .requestHandler(request -> answer(request, pages))
            .listen();
    try {
      return new StatusServer(join(listening));
    } catch (CompletionException e) {
      BindException taken = new BindException(String.valueOf(e.getCause().getMessage()));
      taken.initCause(e.getCause());
      throw new UncheckedIOException("cannot serve health and metrics on " + address, taken);
    }
  }

  private static void opened(
      HttpConnection connection, HttpServerOptions options, LatestChannels connections) {
    Channel channel = ((ConnectionBase) connection).channel();
    channel.pipeline().replace(DECODER, DECODER, new OneRequestDecoder(options));
    connections.add(channel);
  }

  private static <T> T join(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** Where it listens. */
  public int port() {
    return server.actualPort();
  }

  private static void answer(HttpServerRequest request, Map<String, Supplier<Page>> pages) {
    Page page = page(request, pages);
    request
        .response()
        .setStatusCode(page.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, page.type())
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(page.body())
        .onComplete(sent -> request.connection().close());
  }

  private static Page page(HttpServerRequest request, Map<String, Supplier<Page>> pages) {
    Supplier<Page> page = pages.get(request.path());
    if (page == null) {
      return Page.text(404, "There is no such page.\n");
    }
    if (!HttpMethod.GET.equals(request.method())) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET");
      return Page.text(405, "Use GET.\n");
    }
    try {
      return page.get();
    } catch (RuntimeException e) {
      LOG.error("Cannot answer {}", request.path(), e);
      return Page.text(500, "The reason is in the log.\n");
    }
  }

  @Override
  public void close() {
    join(server.close());
  }
}
