package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.auth.Authentication;
import io.kriten.apitoken.api.problem.OneLine;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of one event loop. All of them share one port. */
public final class HttpApi extends AbstractVerticle {

  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
  private static final int MAX_HEADERS = 16 * 1024;
  private static final int MAX_LINE = 8 * 1024;

  /**
   * Who sends too much is answered when it was most likely all received: a connection that is
   * closed over unread bytes takes the answer with it (RFC 9112, 9.6).
   */
  static final long LINGER_MS = 250;

  /**
   * What all event loops share.
   *
   * @param host the address to listen on
   * @param listeners where and how to listen there
   * @param origins which web origins may call
   * @param connections of all event loops
   * @param front answers some requests before the router sees them
   */
  public record Parts(
      String host,
      List<Listener> listeners,
      List<String> origins,
      OpenConnections connections,
      RequestMetrics metrics,
      Health health,
      Docs docs,
      TokenRoutes tokens,
      BiConsumer<Router, Authentication> extensions,
      UnaryOperator<Handler<HttpServerRequest>> front) {}

  /**
   * One port.
   *
   * @param port 0 or negative for any free one; only a negative one is shared, among those of the
   *     same number
   * @param security what is added to the options of plain HTTP
   * @param listening is told the port
   */
  public record Listener(
      int port, UnaryOperator<HttpServerOptions> security, IntConsumer listening) {}

  private final Parts parts;
  private final Authentication authentication;

  /**
   * @param authentication of this event loop
   */
  public HttpApi(Parts parts, Authentication authentication) {
    this.parts = parts;
    this.authentication = authentication;
  }

  @Override
  public void start(Promise<Void> started) {
    Handler<HttpServerRequest> handler = parts.front().apply(router());
    Future.all(parts.listeners().stream().map(listener -> listen(listener, handler)).toList())
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private Future<HttpServer> listen(Listener listener, Handler<HttpServerRequest> handler) {
    ConnectionSettings settings = parts.connections().settings();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(parts.host())
            .setPort(listener.port())
            .setMaxHeaderSize(MAX_HEADERS)
            .setMaxInitialLineLength(MAX_LINE)
            .setIdleTimeout((int) settings.idle().toMillis())
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setSslHandshakeTimeout(settings.handshake().toMillis())
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setHttp2ClearTextEnabled(false);
    HttpServerOptions secured = listener.security().apply(options);
    return vertx
        .createHttpServer(secured)
        .connectionHandler(connection -> parts.connections().opened(connection, options))
        .exceptionHandler(e -> LOG.debug("A connection failed: {}", OneLine.of(e.toString())))
        .invalidRequestHandler(
            request -> vertx.setTimer(LINGER_MS, id -> Failures.invalidRequest(request)))
        .requestHandler(handler)
        .listen()
        .onSuccess(server -> listener.listening().accept(server.actualPort()));
  }

  private Router router() {
    Router router = Router.router(vertx);
    Failures failures = new Failures();
    router.route().handler(parts.metrics()).failureHandler(failures);
    router.route().handler(new SecurityHeaders());
    router.route().handler(new WellFormedUrl());
    Cors.mount(router, parts.origins());
    parts.health().endpoints().forEach(endpoint -> endpoint.mount(router));
    parts.docs().endpoints().forEach(endpoint -> endpoint.mount(router));
    parts.tokens().endpoints(authentication).forEach(endpoint -> endpoint.mount(router));
    parts.extensions().accept(router, authentication);
    router.route().handler(context -> context.fail(404));
    router.errorHandler(400, failures);
    router.errorHandler(500, failures);
    return router;
  }
}
