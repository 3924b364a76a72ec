package io.kriten.apitoken.api.auth;

import io.kriten.apitoken.keys.TokenKey;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;

/**
 * What a request shows of itself: a key, a bearer of the cluster, or nothing.
 *
 * <p>{@code Token} wins over {@code Authorization}, even when it is bad. The bearer scheme is of
 * any case (RFC 9110, 11.1). Whatever looks like a key is treated as one and never sent to the API
 * server.
 *
 * @param kind which of them
 * @param value the key or bearer, without blanks around; empty for nothing
 */
public record Credentials(Kind kind, String value) {

  /** The kinds of credentials. */
  public enum Kind {
    /** No credentials, or of another scheme. */
    NONE,
    /** What looks like a key. */
    KEY,
    /** A bearer of the cluster. */
    BEARER,
    /** Several different ones: which is meant, nobody can tell. */
    AMBIGUOUS
  }

  private static final String TOKEN = "Token";
  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "bearer";
  private static final Credentials NOTHING = new Credentials(Kind.NONE, "");
  private static final Credentials SEVERAL = new Credentials(Kind.AMBIGUOUS, "");

  /** The credentials among a request's headers. */
  public static Credentials of(MultiMap headers) {
    List<String> keys = nonBlank(headers.getAll(TOKEN));
    if (!keys.isEmpty()) {
      return keys.size() == 1 ? new Credentials(Kind.KEY, keys.get(0)) : SEVERAL;
    }
    List<String> authorizations = nonBlank(headers.getAll(AUTHORIZATION));
    if (authorizations.isEmpty()) {
      return NOTHING;
    }
    return authorizations.size() == 1 ? ofAuthorization(authorizations.get(0)) : SEVERAL;
  }

  private static List<String> nonBlank(List<String> values) {
    if (values.isEmpty()) {
      return values;
    }
    if (values.size() == 1) {
      String value = values.get(0).strip();
      return value.isEmpty() ? List.of() : List.of(value);
    }
    return values.stream().map(String::strip).filter(v -> !v.isEmpty()).distinct().toList();
  }

  private static Credentials ofAuthorization(String authorization) {
    if (authorization.length() <= BEARER.length()
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        || !Character.isWhitespace(authorization.charAt(BEARER.length()))) {
      return NOTHING;
    }
    String value = authorization.substring(BEARER.length()).strip();
    boolean looksLikeKey = value.toLowerCase(Locale.ROOT).contains(TokenKey.PREFIX);
    return new Credentials(looksLikeKey ? Kind.KEY : Kind.BEARER, value);
  }

  @Override
  public String toString() {
    return "Credentials[" + kind + "]";
  }
}
