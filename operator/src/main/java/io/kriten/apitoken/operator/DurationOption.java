package io.kriten.apitoken.operator;

import io.kriten.apitoken.crds.GoDuration;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A {@link GoDuration} as an option; empty is zero. */
final class DurationOption implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    if (text.isBlank()) {
      return Duration.ZERO;
    }
    return GoDuration.parse(text.strip())
        .orElseThrow(
            () ->
                new TypeConversionException("'" + text + "' is no duration such as 720h or 1h30m"));
  }
}
