package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.limits.Limits;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Lets a known caller pass, unless it asks too often. Its place is behind the authentication. */
record CallerLimit(Limits limits) implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext context) {
    if (limits.mayAsk(Caller.of(context).username())) {
      context.next();
    } else {
      context.fail(limits.askedTooOften());
    }
  }
}
