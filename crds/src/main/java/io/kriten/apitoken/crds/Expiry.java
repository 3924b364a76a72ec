package io.kriten.apitoken.crds;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * The instant from which a token is refused.
 *
 * @param at that instant; {@link Instant#MAX} when it never comes
 */
public record Expiry(Instant at) {

  /** Never expires. */
  public static final Expiry NEVER = new Expiry(Instant.MAX);

  /** What a text that nobody can read means: a token that is over. */
  static final Expiry UNREADABLE = new Expiry(Instant.MIN);

  /**
   * Reads {@code spec.expires}: RFC 3339, in which t and z may be lower case. Null means never. The
   * API server's schema keeps unreadable text out; should one get past it, the token fails closed.
   */
  public static Expiry of(String expires) {
    if (expires == null) {
      return NEVER;
    }
    try {
      return new Expiry(OffsetDateTime.parse(expires.toUpperCase(Locale.ROOT)).toInstant());
    } catch (DateTimeException e) {
      return UNREADABLE;
    }
  }

  /** Whether the instant never comes. */
  public boolean isNever() {
    return at.equals(Instant.MAX);
  }

  /**
   * Whether the token is refused at {@code now}: the instant itself is already refused, as in RFC
   * 7519's {@code exp}.
   */
  public boolean hasPassed(Instant now) {
    return !now.isBefore(at);
  }
}
