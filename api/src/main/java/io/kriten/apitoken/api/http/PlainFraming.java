package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Refuses a request whose body a proxy in front may have delimited in another way (RFC 9112,
 * section 6.1): any Transfer-Encoding but {@code chunked}, or one beside a Content-Length.
 */
final class PlainFraming implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext context) {
    List<String> encodings = context.request().headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    boolean isPlain =
        encodings.isEmpty()
            || (encodings.size() == 1
                && encodings.get(0).strip().equalsIgnoreCase("chunked")
                && !context.request().headers().contains(HttpHeaders.CONTENT_LENGTH));
    if (isPlain) {
      context.next();
    } else {
      Replies.refuse(
          context.response().putHeader(HttpHeaders.CONNECTION, "close"),
          Refusal.badRequest(
              "The header Transfer-Encoding may be chunked, alone and without Content-Length."
                  + " Correct it."));
    }
  }
}
