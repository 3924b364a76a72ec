package io.kriten.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "0s, PT0S",
    "90s, PT1M30S",
    "90m, PT1H30M",
    "1h30m, PT1H30M",
    "1h1m1s, PT1H1M1S",
    "720h, P30D",
    "999999h, PT999999H"
  })
  void readsHoursMinutesAndSeconds(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).hasValue(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "1", "h", "1d", "1m1h", "1H", "-1h", "1h ", "1.5h", "1h30", "1000000h"})
  void isEmptyForTheRest(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }
}
