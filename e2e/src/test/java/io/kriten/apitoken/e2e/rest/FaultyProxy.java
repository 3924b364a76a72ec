package io.kriten.apitoken.e2e.rest;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and the API server, and breaks the connection at one of the calls for
 * ApiTokens and Secrets, watches aside.
 */
final class FaultyProxy implements AutoCloseable {

  /** What goes wrong with a call. */
  enum Kind {
    /** It never reaches the API server. */
    LOST_BEFORE,
    /** The API server does it, but its answer is lost. */
    LOST_AFTER,
    /** It never reaches the API server, which seems to answer 500. */
    FAILS
  }

  /**
   * Where it goes wrong.
   *
   * @param call the first is 1
   * @param lasting whether all calls after it fail too
   */
  record Fault(int call, Kind kind, boolean lasting) {
    boolean strikes(int current) {
      return current == call || (lasting && current > call);
    }
  }

  private static final Fault NONE = new Fault(0, Kind.FAILS, false);

  private final Vertx vertx = Vertx.vertx();
  private final URI target;
  private final HttpClient client;
  private final HttpServer server;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile Fault fault = NONE;

  FaultyProxy(URI apiServer, Path authority) {
    target = apiServer;
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setMaxPoolSize(50)
                .setTrustOptions(new PemTrustOptions().addCertPath(authority.toString())));
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** Counts from 1 again, and lets this go wrong. */
  void plan(Fault next) {
    calls.set(0);
    fault = next;
  }

  /** Lets everything go right again. */
  void heal() {
    fault = NONE;
  }

  private void handle(HttpServerRequest request) {
    boolean counts =
        request.getParam("watch") == null && request.path().matches(".*/(apitokens|secrets)(/.*)?");
    boolean strikes = counts && fault.strikes(calls.incrementAndGet());
    Kind kind = strikes ? fault.kind() : null;
    if (kind == Kind.FAILS) {
      request.response().setStatusCode(500).end();
    } else if (kind == Kind.LOST_BEFORE) {
      request.connection().close();
    } else {
      request.body().onSuccess(body -> forward(request, body, kind == Kind.LOST_AFTER));
    }
  }

  private void forward(HttpServerRequest request, Buffer body, boolean loseAnswer) {
    HttpMethod method = request.method();
    client
        .request(
            new RequestOptions()
                .setMethod(method)
                .setHost(target.getHost())
                .setPort(target.getPort())
                .setURI(request.uri()))
        .compose(
            out -> {
              out.headers().setAll(request.headers()).remove("Host");
              // Else a watch would go on being piped into an answer whose reader has left.
              request.response().closeHandler(left -> out.reset());
              return out.send(body);
            })
        .onFailure(lost -> request.connection().close())
        .onSuccess(
            answer -> {
              if (loseAnswer) {
                request.connection().close();
                return;
              }
              request.response().setStatusCode(answer.statusCode());
              request.response().headers().setAll(answer.headers());
              answer.pipeTo(request.response());
            });
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
