package io.kriten.apitoken.api;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Adds routes of one's own to the facade's port. Mounted once per event loop. */
@FunctionalInterface
public interface RouteExtension {

  /**
   * Adds the routes.
   *
   * @param router the facade's
   * @param requireCaller put before a handler, it lets only known callers pass: {@link
   *     io.kriten.apitoken.api.auth.Caller#of} tells who
   */
  void mount(Router router, Handler<RoutingContext> requireCaller);
}
