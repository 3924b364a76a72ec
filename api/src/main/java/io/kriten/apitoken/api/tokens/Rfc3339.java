package io.kriten.apitoken.api.tokens;

import static java.time.temporal.ChronoField.DAY_OF_MONTH;
import static java.time.temporal.ChronoField.HOUR_OF_DAY;
import static java.time.temporal.ChronoField.MINUTE_OF_HOUR;
import static java.time.temporal.ChronoField.MONTH_OF_YEAR;
import static java.time.temporal.ChronoField.NANO_OF_SECOND;
import static java.time.temporal.ChronoField.SECOND_OF_MINUTE;
import static java.time.temporal.ChronoField.YEAR;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Instants as RFC 3339, 5.6 writes them. Java's own ISO 8601 formats take more (no seconds, no
 * colon, years of five digits) and print less evenly (three digits at a time).
 */
final class Rfc3339 {

  private static final int NANO_DIGITS = 9;

  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})[Tt](\\d{2}:\\d{2}:\\d{2})(?:\\.(\\d+))?"
              + "(?:[Zz]|([+-])([01]\\d|2[0-3]):([0-5]\\d))");

  private static final DateTimeFormatter UTC =
      new DateTimeFormatterBuilder()
          .appendValue(YEAR, 4)
          .appendLiteral('-')
          .appendValue(MONTH_OF_YEAR, 2)
          .appendLiteral('-')
          .appendValue(DAY_OF_MONTH, 2)
          .appendLiteral('T')
          .appendValue(HOUR_OF_DAY, 2)
          .appendLiteral(':')
          .appendValue(MINUTE_OF_HOUR, 2)
          .appendLiteral(':')
          .appendValue(SECOND_OF_MINUTE, 2)
          .appendFraction(NANO_OF_SECOND, 0, NANO_DIGITS, true)
          .appendLiteral('Z')
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  private Rfc3339() {}

  /** In UTC, without trailing zeros in the fraction. */
  static String format(Instant instant) {
    return UTC.format(instant);
  }

  /**
   * The instant of a text; empty when it is no RFC 3339. Leap seconds are refused, as
   * kube-apiserver does; digits beyond nanoseconds are cut off.
   */
  static Optional<Instant> parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime local =
          LocalDateTime.parse(matcher.group(1) + "T" + matcher.group(2))
              .withNano(nanos(matcher.group(3)));
      return Optional.of(local.minusMinutes(offsetMinutes(matcher)).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  private static int nanos(String fraction) {
    return fraction == null
        ? 0
        : Integer.parseInt((fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS));
  }

  private static long offsetMinutes(Matcher matcher) {
    if (matcher.group(4) == null) {
      return 0;
    }
    int minutes = Integer.parseInt(matcher.group(5)) * 60 + Integer.parseInt(matcher.group(6));
    return matcher.group(4).equals("-") ? -minutes : minutes;
  }
}
