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
    /** A header that is there more than once: which is meant, nobody can tell. */
    AMBIGUOUS
  }

  private static final String TOKEN = "Token";
  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "bearer";
  private static final Credentials NOTHING = new Credentials(Kind.NONE, "");
  private static final Credentials SEVERAL = new Credentials(Kind.AMBIGUOUS, "");

  /** The credentials among a request's headers. */
  public static Credentials of(MultiMap headers) {
    List<String> keys = headers.getAll(TOKEN);
    if (keys.size() > 1) {
      return SEVERAL;
    }
    if (!keys.isEmpty() && !keys.get(0).isBlank()) {
      return new Credentials(Kind.KEY, keys.get(0).strip());
    }
    List<String> authorizations = headers.getAll(AUTHORIZATION);
    if (authorizations.size() > 1) {
      return SEVERAL;
    }
    return authorizations.isEmpty() ? NOTHING : ofAuthorization(authorizations.get(0).strip());
  }

  private static Credentials ofAuthorization(String authorization) {
    if (authorization.length() <= BEARER.length()
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        || !Character.isWhitespace(authorization.charAt(BEARER.length()))) {
      return NOTHING;
    }
    String value = authorization.substring(BEARER.length()).strip();
    return new Credentials(looksLikeKey(value) ? Kind.KEY : Kind.BEARER, value);
  }

  private static boolean looksLikeKey(String value) {
    return value.toLowerCase(Locale.ROOT).contains(TokenKey.PREFIX) && !isJwt(value);
  }

  /**
   * One login in six thousand has our prefix in its signature by chance. A JWT (RFC 7519) begins
   * with the base64url of an opening brace and quote, and no key does.
   */
  private static boolean isJwt(String value) {
    return value.startsWith("ey") && value.indexOf('.') > 0;
  }

  @Override
  public String toString() {
    return "Credentials[" + kind + "]";
  }
}
