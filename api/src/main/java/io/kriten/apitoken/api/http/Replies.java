package io.kriten.apitoken.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** Answers in JSON. */
public final class Replies {

  /** The type of every JSON answer, as Kriten writes it. */
  public static final String JSON = "application/json; charset=utf-8";

  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Replies() {}

  /** Answers 200 with the value as JSON. */
  public static void ok(RoutingContext context, Object value) {
    json(context.response().setStatusCode(200), value);
  }

  static void json(HttpServerResponse response, Object value) {
    send(response, encode(value));
  }

  /** Answers with JSON that was made before. */
  public static Future<Void> send(HttpServerResponse response, Buffer json) {
    return send(response, JSON, json);
  }

  /** Vert.x leaves the length out of answers to HEAD, unless it is told. */
  static Future<Void> send(HttpServerResponse response, String type, Buffer content) {
    return response
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()))
        .end(content);
  }

  /** The response to a request ahead of the router; what is answered there nobody may keep. */
  public static HttpServerResponse unkept(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.headers().set(HttpHeaders.CACHE_CONTROL, NO_STORE);
    return response;
  }

  /** The value as JSON. A long list takes long: not for event loops. */
  public static Buffer encode(Object value) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("answers are plain records and maps", e);
    }
  }

  /** Answers with the status, headers and message of a refusal. */
  public static void refuse(HttpServerResponse response, Refusal refusal) {
    response.setStatusCode(refusal.status());
    if (refusal.status() == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    if (refusal.retryAfter() != null) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(refusal.retryAfter().toSeconds()));
    }
    json(response, Map.of("error", refusal.getMessage()));
  }
}
