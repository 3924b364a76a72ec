package io.kriten.apitoken.api;

import java.time.Duration;
import java.util.regex.Pattern;

/** Durations of options, as Go writes them: hours, minutes and seconds. */
final class GoDuration {

  private static final Pattern DURATION = Pattern.compile("0|(?=\\d)(\\d+h)?(\\d+m)?(\\d+s)?");

  private GoDuration() {}

  /**
   * Such as {@code 1h30m}; or 0.
   *
   * @param option what it is told for
   * @throws IllegalArgumentException when that is none; the message names the option
   */
  static Duration parse(String option, String text) {
    if (!DURATION.matcher(text).matches()) {
      throw new IllegalArgumentException(
          option + ": \"" + text + "\" is no duration such as 1h30m");
    }
    return text.equals("0") ? Duration.ZERO : Duration.parse("PT" + text);
  }
}
