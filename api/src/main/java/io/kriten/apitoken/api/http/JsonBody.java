package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets pass what says that it is JSON in UTF-8, or says nothing; refuses the rest with 415. curl
 * says {@code application/x-www-form-urlencoded} unless it is told otherwise.
 */
final class JsonBody implements Handler<RoutingContext> {

  private static final Set<String> TYPES =
      Set.of("application/json", "application/merge-patch+json");

  /** Possessive throughout: a header of blanks must not make it try every way to divide them. */
  private static final Pattern CONTENT_TYPE =
      Pattern.compile(
          "([^;\\s]++)\\s*+(?:;\\s*+charset\\s*+=\\s*+\"?+([^\";\\s]++)\"?+\\s*+)?+;?+\\s*+");

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && !type.isBlank() && !isJson(type)) {
      context.fail(
          Refusal.of(
              415,
              "The body must be JSON in UTF-8. Send the header Content-Type: application/json"
                  + " (curl: -H 'Content-Type: application/json')."));
      return;
    }
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
      context.fail(Refusal.of(415, "Compressed bodies are not supported. Send it as it is."));
      return;
    }
    context.next();
  }

  static boolean isJson(String contentType) {
    Matcher matcher = CONTENT_TYPE.matcher(contentType.strip().toLowerCase(Locale.ROOT));
    return matcher.matches()
        && TYPES.contains(matcher.group(1))
        && (matcher.group(2) == null || Set.of("utf-8", "utf8").contains(matcher.group(2)));
  }
}
