package io.kriten.apitoken.local;

import io.kriten.apitoken.api.RouteExtension;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * A protected API to use keys on: the one that Kriten's page of API tokens shows, {@code GET
 * /api/v1/runners}.
 */
public final class SampleApi implements RouteExtension {

  private static final String RUNNERS =
      new JsonArray()
          .add(runner("python", "python:3.13-slim"))
          .add(runner("ansible", "quay.io/ansible/creator-ee:latest"))
          .encode();

  @Override
  public void mount(Router router, Handler<RoutingContext> requireCaller) {
    router.get("/api/v1/runners").handler(requireCaller).handler(SampleApi::runners);
  }

  private static void runners(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
        .end(RUNNERS);
  }

  private static JsonObject runner(String name, String image) {
    return new JsonObject().put("name", name).put("image", image).put("branch", "main");
  }
}
