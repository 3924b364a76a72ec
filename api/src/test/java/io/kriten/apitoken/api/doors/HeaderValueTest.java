package io.kriten.apitoken.api.doors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderValueTest {

  @ParameterizedTest
  @CsvSource({
    "alice, alice",
    "alice@example.com, alice@example.com",
    "oidc:a-b_c~d/e.f, oidc:a-b_c~d/e.f",
    "'', ''",
    "a b, a%20b",
    "'a,b', a%2Cb",
    "a%2Cb, a%252Cb",
    "a+b, a%2Bb",
    "é, %C3%A9",
    "'a;b=\"c\"', a%3Bb%3D%22c%22"
  })
  void namesArePercentEncoded(String name, String value) {
    assertThat(HeaderValue.of(name)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nX-Kriten-User: admin",
        "a\nb",
        "a\u0000b",
        "a\u0085b",
        "a\u2028b",
        "\uD83D\uDE00",
        " a ",
        "a,b",
        "%0d%0a",
        "\u0130"
      })
  void noNameEndsAHeaderOrPassesForTwoAndAllComeBack(String name) {
    assertThat(HeaderValue.of(name)).matches("[-A-Za-z0-9._~:@/%]*");
    assertThat(URLDecoder.decode(HeaderValue.of(name), UTF_8)).isEqualTo(name);
  }

  @Test
  void aListHasOneCommaLessThanElements() {
    assertThat(HeaderValue.of(List.of("a,b", "c", "d e"))).isEqualTo("a%2Cb,c,d%20e");
    assertThat(HeaderValue.of(List.of())).isEmpty();
  }
}
