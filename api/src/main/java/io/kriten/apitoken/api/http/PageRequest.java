package io.kriten.apitoken.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.api.tokens.TokenLists;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLEncoder;
import java.util.Optional;

/**
 * The query of a list that can be read in pages.
 *
 * @param limit how many at most; 0 when all are wanted at once
 * @param from where the page before ended; empty for the first
 */
record PageRequest(int limit, String from) {

  static PageRequest of(HttpServerRequest request) {
    String limit = request.getParam("limit");
    String from = Optional.ofNullable(request.getParam("continue")).orElse("");
    if (limit == null) {
      return new PageRequest(from.isEmpty() ? 0 : TokenLists.MAX_LIMIT, from);
    }
    return new PageRequest(number(limit), from);
  }

  private static int number(String limit) {
    boolean isNumber = limit.matches("[1-9][0-9]{0,3}");
    if (!isNumber || Integer.parseInt(limit) > TokenLists.MAX_LIMIT) {
      throw Refusal.badRequest(
          "limit is no whole number from 1 to " + TokenLists.MAX_LIMIT + ". Correct it.");
    }
    return Integer.parseInt(limit);
  }

  boolean isWhole() {
    return limit == 0;
  }

  /** The header Link (RFC 8288) to the next page; empty at the end. */
  Optional<String> linkToNext(String path, String next) {
    return Optional.ofNullable(next)
        .map(
            n ->
                "<%s?limit=%d&continue=%s>; rel=\"next\""
                    .formatted(path, limit, URLEncoder.encode(n, UTF_8)));
  }
}
