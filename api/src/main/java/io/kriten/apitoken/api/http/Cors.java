package io.kriten.apitoken.api.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Set;

/**
 * Lets scripts of the allowed origins call the API with the header {@code Token}. Never {@code *},
 * and never cookies: there are none.
 */
final class Cors {

  private static final int MAX_AGE_SECONDS = 600;

  private Cors() {}

  static void mount(Router router, List<String> origins) {
    if (origins.isEmpty()) {
      return;
    }
    router
        .route()
        .handler(
            CorsHandler.create()
                .addOrigins(origins)
                .allowedMethods(
                    Set.of(
                        HttpMethod.GET,
                        HttpMethod.POST,
                        HttpMethod.PUT,
                        HttpMethod.PATCH,
                        HttpMethod.DELETE))
                .allowedHeaders(Set.of("Token", "Authorization", "Content-Type"))
                .exposedHeaders(Set.of("Content-Range", "Link", "Retry-After"))
                .maxAgeSeconds(MAX_AGE_SECONDS));
  }
}
