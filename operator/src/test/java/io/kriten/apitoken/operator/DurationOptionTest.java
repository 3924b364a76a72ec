package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class DurationOptionTest {

  private final DurationOption durations = new DurationOption();

  @Test
  void readsWhatTheChartWrites() {
    assertThat(durations.convert("720h")).isEqualTo(Duration.ofDays(30));
    assertThat(durations.convert("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(durations.convert("")).isEqualTo(Duration.ZERO);
  }

  @Test
  void saysWhatItWants() {
    assertThatThrownBy(() -> durations.convert("30d"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'30d' is no duration such as 720h or 1h30m");
    assertThatThrownBy(() -> durations.convert("-1h")).isInstanceOf(TypeConversionException.class);
  }
}
