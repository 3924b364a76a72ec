package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.problem.OneLine;
import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong into one of the documented errors, and lets no more of it out. */
final class Failures implements Handler<RoutingContext> {

  private static final long DRAIN_MS = 2_000;
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public void handle(RoutingContext context) {
    if (context.response().ended()) {
      return;
    }
    if (!context.request().isEnded() && !context.response().closed()) {
      drain(context);
    }
    Refusal refusal = refusal(context);
    context.put(AuditHandler.REFUSAL, refusal.getMessage());
    Replies.refuse(context.response(), refusal);
  }

  /** Lets the rest of the body flow away, so that the client reads the answer, but not for ever. */
  private static void drain(RoutingContext context) {
    long closing =
        context.vertx().setTimer(DRAIN_MS, late -> context.request().connection().close());
    context.request().endHandler(ended -> context.vertx().cancelTimer(closing));
    context.request().resume();
  }

  private static Refusal refusal(RoutingContext context) {
    if (context.failure() instanceof Refusal refusal) {
      return refusal;
    }
    if (isOfConnection(context.failure())) {
      return Refusal.cutOff();
    }
    int status = context.statusCode();
    if (status >= 400 && status < 500) {
      return ofStatus(status);
    }
    LOG.error("{} failed", OneLine.of(context.request().method().name()), context.failure());
    return Refusal.failed();
  }

  /** Vert.x tells it to who waits for the rest of a body. */
  private static boolean isOfConnection(Throwable failure) {
    return failure instanceof HttpClosedException || failure instanceof IOException;
  }

  /** What the HTTP server itself refuses before any route sees it. */
  static void invalidRequest(HttpServerRequest request) {
    if (!request.response().closed()) {
      Replies.refuse(
          request.response().putHeader(HttpHeaders.CONNECTION, "close"),
          undecodable(request.decoderResult().cause()));
    }
  }

  private static Refusal undecodable(Throwable cause) {
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    String kind = cause == null ? "" : cause.getClass().getSimpleName();
    return ofStatus(
        switch (kind) {
          case "TooLongHttpLineException" -> 414;
          case "TooLongHttpHeaderException" -> 431;
          default -> 400;
        });
  }

  private static Refusal ofStatus(int status) {
    return Refusal.of(
        status,
        switch (status) {
          case 404 -> "There is nothing here. /openapi.json tells what there is.";
          case 413 -> "The body is longer than 64 KiB. Shorten it.";
          case 414 -> "The request line is too long. Shorten the URL.";
          case 417 -> "The header Expect asks for what is not supported. Leave it out.";
          case 431 -> "The headers are too many or too long. Send fewer.";
          default -> "The request is malformed. Compare it with /openapi.json.";
        });
  }
}
