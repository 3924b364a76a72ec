package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/**
 * Refuses a URL with a percent sign that begins no escape (RFC 3986, section 2.1). It comes before
 * all routes with parameters: Vert.x throws when it decodes those, and once more in the error
 * handler.
 */
final class WellFormedUrl implements Handler<RoutingContext> {

  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  @Override
  public void handle(RoutingContext context) {
    String url = context.request().uri();
    if (url.indexOf('%') >= 0 && BROKEN_ESCAPE.matcher(url).find()) {
      Replies.refuse(
          context.response(),
          Refusal.badRequest(
              "The URL has a % that no two hexadecimal digits follow. Write a percent sign as %25."));
    } else {
      context.next();
    }
  }
}
