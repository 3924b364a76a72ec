package io.kriten.apitoken.status;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few pages on a port of their own, for kubelets and Prometheus, who would end or lose a process
 * that does not answer. So nobody can hold the port: no client makes another one wait, of each
 * connection only the first request is read and answered, one connection too many closes the oldest
 * at once, and who has not asked within ten seconds, or not taken the answer in ten more, loses it.
 */
public final class StatusServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);

  /** Ample for probes and Prometheus. */
  private static final int CONNECTIONS = 64;

  private static final Duration IDLE = Duration.ofSeconds(10);

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
   * @throws UncheckedIOException when it cannot listen; the message names the address, the cause
   *     tells why
   */
  public static StatusServer start(
      Vertx vertx, InetSocketAddress address, Map<String, Supplier<Page>> pages, Runnable dropped) {
    return start(vertx, address, pages, new LatestChannels(CONNECTIONS, dropped), IDLE);
  }

  /**
   * @param idle how long a client may take to send the head of a request, and again to take the
   *     answer
   */
  static StatusServer start(
      Vertx vertx,
      InetSocketAddress address,
      Map<String, Supplier<Page>> pages,
      LatestChannels connections,
      Duration idle) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(address.getHostString())
            .setPort(address.getPort())
            // Of what the client sends, only the head is seen by it: the rest extends nothing.
            .setIdleTimeout((int) idle.toMillis())
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
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
      IOException reason =
          e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
      throw new UncheckedIOException("cannot serve health and metrics on " + address, reason);
    }
  }

  private static void opened(
      HttpConnection connection, HttpServerOptions options, LatestChannels connections) {
    ChannelHandlerContext context = ((ConnectionBase) connection).channelHandlerContext();
    context.pipeline().replace(DECODER, DECODER, new OneRequestDecoder(options));
    connections.add(context);
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
