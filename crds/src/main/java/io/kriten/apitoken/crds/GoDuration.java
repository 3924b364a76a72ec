package io.kriten.apitoken.crds;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Hours, minutes and seconds as <a href="https://pkg.go.dev/time#ParseDuration">Go</a> writes
 * durations, and manifests and the chart's values with it: {@code 720h}, {@code 1h30m}, {@code 0}.
 */
public final class GoDuration {

  private static final Pattern GRAMMAR =
      Pattern.compile("(?=\\d)(\\d{1,6}h)?(\\d{1,6}m)?(\\d{1,6}s)?");

  private GoDuration() {}

  /** The duration; empty when the text is none. */
  public static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    return GRAMMAR.matcher(text).matches()
        ? Optional.of(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }
}
