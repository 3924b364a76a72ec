package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A path and what its methods do. HEAD comes with GET, OPTIONS tells what there is, any other
 * method is refused with 405 and {@code Allow} (RFC 9110, 15.5.6).
 */
public final class Endpoint {

  private final String path;
  private final Map<HttpMethod, List<Handler<RoutingContext>>> methods = new LinkedHashMap<>();

  /** A path with no methods yet. */
  public Endpoint(String path) {
    this.path = path;
  }

  /** Adds a method, with what handles it in turn. */
  public Endpoint on(HttpMethod method, List<Handler<RoutingContext>> handlers) {
    methods.put(method, handlers);
    return this;
  }

  /** The path, as vertx-web writes it. */
  public String path() {
    return path;
  }

  /** The methods that were added. */
  public Set<HttpMethod> methods() {
    return methods.keySet();
  }

  /** Adds the routes. */
  public void mount(Router router) {
    methods.forEach((method, handlers) -> mount(router, method, handlers));
    List<Handler<RoutingContext>> get = methods.get(HttpMethod.GET);
    if (get != null) {
      mount(router, HttpMethod.HEAD, get);
    }
    String allowed = allowed();
    router
        .route(HttpMethod.OPTIONS, path)
        .handler(
            context ->
                context.response().setStatusCode(204).putHeader(HttpHeaders.ALLOW, allowed).end());
    router.route(path).handler(context -> refuse(context, allowed));
  }

  /** A route each, since vertx-web lets no body be read behind a handler of ours on one route. */
  private void mount(Router router, HttpMethod method, List<Handler<RoutingContext>> handlers) {
    handlers.forEach(handler -> router.route(method, path).handler(handler));
  }

  private static void refuse(RoutingContext context, String allowed) {
    context.response().putHeader(HttpHeaders.ALLOW, allowed);
    context.fail(
        Refusal.of(405, "The method is not supported here. Use one of these: " + allowed + "."));
  }

  private String allowed() {
    TreeSet<String> all = new TreeSet<>();
    methods.keySet().forEach(method -> all.add(method.name()));
    if (methods.containsKey(HttpMethod.GET)) {
      all.add("HEAD");
    }
    all.add("OPTIONS");
    return all.stream().collect(Collectors.joining(", "));
  }
}
