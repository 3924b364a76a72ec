package io.kriten.apitoken.api.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/**
 * Headers on every answer, for browsers: no guessing of types, no frames, no scripts, no caches.
 */
final class SecurityHeaders implements Handler<RoutingContext> {

  static final String CSP = "Content-Security-Policy";

  @Override
  public void handle(RoutingContext context) {
    MultiMap headers = context.response().headers();
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cache-Control", "no-store");
    headers.set(CSP, "default-src 'none'; frame-ancestors 'none'");
    context.next();
  }
}
