package io.kriten.apitoken.crds;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The instant from which a token is refused.
 *
 * @param at that instant; {@link Instant#MAX} when it never comes
 */
public record Expiry(Instant at) {

  /**
   * RFC 3339, section 5.6, as far as Java can hold it: at most nanoseconds, and offsets below 18
   * hours. The API server's own {@code date-time} lets more pass: any number of digits after the
   * point or a comma, offsets up to 24 hours, and a small t and z that CEL then fails to read.
   */
  static final String RFC_3339 =
      "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])$";

  private static final Pattern FORM = Pattern.compile(RFC_3339);

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
    String text = expires.toUpperCase(Locale.ROOT);
    if (!FORM.matcher(text).matches()) {
      return UNREADABLE;
    }
    try {
      return new Expiry(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return UNREADABLE;
    }
  }

  /** Whether the instant never comes. */
  public boolean isNever() {
    return at.equals(Instant.MAX);
  }

  /**
   * Whether the instant was written in a form that nobody can read, so that it always has passed.
   */
  public boolean isUnreadable() {
    return equals(UNREADABLE);
  }

  /**
   * Whether the token is refused at {@code now}: the instant itself is already refused, as in RFC
   * 7519's {@code exp}.
   */
  public boolean hasPassed(Instant now) {
    return !now.isBefore(at);
  }
}
