package io.kriten.apitoken.api.tokens;

import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.crds.Expiry;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * {@code expires} in REST and {@code spec.expires} in the resource: they differ in how they say
 * never. The documented page says it with the year 0, Go's zero time with the year 1, the resource
 * with nothing.
 */
final class Expires {

  /** How never goes out, after the documented page. */
  static final String NEVER = "0000-01-01T00:00:00Z";

  private static final String NEVER_DATE = "0000-01-01";
  private static final Instant YEAR_0 = Instant.parse(NEVER);
  private static final Instant GO_ZERO = Instant.parse("0001-01-01T00:00:00Z");

  private Expires() {}

  /**
   * What to store for a text from REST: UTC, with its fraction; null for never.
   *
   * @throws Refusal 400, when it is no instant of the years 1 to 9999
   */
  static String read(String text) {
    if (text.equals(NEVER_DATE)) {
      return null;
    }
    Instant instant =
        Rfc3339.parse(text)
            .orElseThrow(
                () ->
                    Refusal.badRequest(
                        "expires is no RFC 3339 instant. Write it like 2030-01-31T12:00:00Z, or"
                            + " leave it out for a token that never expires."));
    if (instant.equals(YEAR_0) || instant.equals(GO_ZERO)) {
      return null;
    }
    int year = instant.atOffset(ZoneOffset.UTC).getYear();
    if (year < 1 || year > 9999) {
      throw Refusal.badRequest(
          "expires lies outside of the years 1 to 9999 in UTC. Choose another instant, or leave it"
              + " out for a token that never expires.");
    }
    return Rfc3339.format(instant);
  }

  /** What REST says of a stored {@code spec.expires}. */
  static String show(String stored) {
    Expiry expiry = Expiry.of(stored);
    if (expiry.isNever()) {
      return NEVER;
    }
    return Rfc3339.parse(stored).map(Rfc3339::format).orElse(stored);
  }
}
