package io.kriten.apitoken.operator;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Hours, minutes and seconds as Go writes durations, and the chart's values with it: {@code 720h},
 * {@code 1h30m}. Empty is zero.
 */
final class GoDuration implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    if (text.isBlank()) {
      return Duration.ZERO;
    }
    try {
      return Duration.parse("PT" + text.strip().toUpperCase(Locale.ROOT));
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is no duration such as 720h or 1h30m");
    }
  }
}
