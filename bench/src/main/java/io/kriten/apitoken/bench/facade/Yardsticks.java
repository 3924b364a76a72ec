package io.kriten.apitoken.bench.facade;

import io.kriten.apitoken.api.RouteExtension;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Constant answers with the headers and of the size of the facade's own: what a server costs that
 * decides nothing. They are routes of the facade, which pass its router and filters as every route
 * does; and they are served bare once more, by an HTTP server that is empty but for them, on a port
 * of its own.
 *
 * <p>The one difference: {@code /auth} answers 200 without a body, and the issue that set the goals
 * asks for a 204, which may not tell a length (RFC 9110, 8.6).
 */
final class Yardsticks implements RouteExtension {

  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence JSON =
      HttpHeaders.createOptimized("application/json; charset=utf-8");
  private static final CharSequence[] IDENTITY = {
    HttpHeaders.createOptimized("X-Kriten-User"),
    HttpHeaders.createOptimized("user-0001@bench.test"),
    HttpHeaders.createOptimized("X-Kriten-Uid"),
    HttpHeaders.createOptimized("00000000-0000-4000-8000-000000000001"),
    HttpHeaders.createOptimized("X-Kriten-Groups"),
    HttpHeaders.createOptimized("developers,site-01,team-001"),
    HttpHeaders.createOptimized("X-Kriten-Token-Id"),
    HttpHeaders.createOptimized("6f1d1e2c-3b4a-4958-8776-655443322110")
  };
  private static final CharSequence WWW_AUTHENTICATE =
      HttpHeaders.createOptimized("WWW-Authenticate");
  private static final CharSequence BEARER = HttpHeaders.createOptimized("Bearer");
  private static final Buffer REFUSED = Buffer.buffer("x".repeat(Answers.REFUSED_LENGTH));
  private static final CharSequence REFUSED_LENGTH =
      HttpHeaders.createOptimized(Integer.toString(Answers.REFUSED_LENGTH));
  private static final Buffer REVIEW = Buffer.buffer("x".repeat(Answers.REVIEW_LENGTH));
  private static final CharSequence REVIEW_LENGTH =
      HttpHeaders.createOptimized(Integer.toString(Answers.REVIEW_LENGTH));

  @Override
  public void mount(Router router, Handler<RoutingContext> requireCaller) {
    router.get(Answers.ACCEPTED).handler(context -> answer204(context.request()));
    router.get(Answers.REFUSED).handler(context -> answer401(context.request()));
    router.post(Answers.REVIEW).handler(context -> answerReview(context.request()));
  }

  /** Serves them bare, on as many event loops as the facade has, and returns the port. */
  int listen() {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    AtomicInteger port = new AtomicInteger();
    vertx
        .deployVerticle(
            () -> new Server(port),
            new DeploymentOptions()
                .setInstances(Math.max(2, Runtime.getRuntime().availableProcessors())))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return port.get();
  }

  private static final class Server extends AbstractVerticle {

    private static final int ANY_SHARED_PORT = -1;

    private final AtomicInteger port;

    Server(AtomicInteger port) {
      this.port = port;
    }

    @Override
    public void start(Promise<Void> started) {
      vertx
          .createHttpServer(
              new HttpServerOptions()
                  .setHost("127.0.0.1")
                  .setPort(ANY_SHARED_PORT)
                  .setMaxHeaderSize(16 * 1024)
                  .setIdleTimeout(60)
                  .setHttp2ClearTextEnabled(false))
          .requestHandler(Yardsticks::answer)
          .listen()
          .onSuccess(server -> port.set(server.actualPort()))
          .<Void>mapEmpty()
          .onComplete(started);
    }
  }

  private static void answer(HttpServerRequest request) {
    switch (request.path()) {
      case Answers.REFUSED -> answer401(request);
      case Answers.REVIEW -> answerReview(request);
      default -> answer204(request);
    }
  }

  private static void answer204(HttpServerRequest request) {
    HttpServerResponse response = request.response().setStatusCode(204);
    MultiMap headers = headers(response);
    for (int i = 0; i < IDENTITY.length; i += 2) {
      headers.set(IDENTITY[i], IDENTITY[i + 1]);
    }
    response.end();
  }

  private static void answer401(HttpServerRequest request) {
    HttpServerResponse response = request.response().setStatusCode(401);
    headers(response)
        .set(WWW_AUTHENTICATE, BEARER)
        .set(HttpHeaders.CONTENT_TYPE, JSON)
        .set(HttpHeaders.CONTENT_LENGTH, REFUSED_LENGTH);
    response.end(REFUSED);
  }

  /** After the whole body has come, as whoever reads it must wait. */
  private static void answerReview(HttpServerRequest request) {
    request.endHandler(
        end -> {
          HttpServerResponse response = request.response();
          headers(response)
              .set(HttpHeaders.CONTENT_TYPE, JSON)
              .set(HttpHeaders.CONTENT_LENGTH, REVIEW_LENGTH);
          response.end(REVIEW);
        });
  }

  /**
   * What every door sets, and nothing of what the filters have set: the doors are ahead of them.
   */
  private static MultiMap headers(HttpServerResponse response) {
    return response.headers().clear().set(HttpHeaders.CACHE_CONTROL, NO_STORE);
  }
}
