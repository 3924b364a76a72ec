package io.kriten.apitoken.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        '\n', '\r', '\t', 0, 0x1B, 0x7F, 0x85, 0x2028, 0x2029, 0x202E, 0x2066, 0x200B, 0xFEFF,
        0xD83D
      })
  void whatCouldEndOrForgeALineIsEscaped(int character) {
    assertThat(OneLine.of("a" + (char) character + "b"))
        .isEqualTo("a" + "\\u%04X".formatted(character) + "b");
  }

  @Test
  void everythingElseStays() {
    String text = "apitokens \"a\" is forbidden: User \u00fc \u65e5 \uD83D\uDD11 \\u000A";
    assertThat(OneLine.of(text)).isEqualTo(text);
    assertThat(OneLine.of(null)).isEqualTo("null");
  }

  @Test
  void isNoLongerThanALogCanBear() {
    assertThat(OneLine.of("a".repeat(1_000_000))).hasSize(2_003).endsWith("...");
  }
}
