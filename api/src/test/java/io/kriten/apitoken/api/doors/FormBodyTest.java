package io.kriten.apitoken.api.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a form has in a field is that, and nothing else. */
class FormBodyTest {

  private static String token(String form) {
    return FormBody.only(Buffer.buffer(form), "token");
  }

  @ParameterizedTest
  @CsvSource({
    "token=a,                       a",
    "token=a%3Bb+c&x=y,             a;b c",
    "x=y&token=a,                   a",
    "token=kri_GOOD;x,              kri_GOOD;x",
    "token=kri_GOOD;token=kri_BAD,  kri_GOOD;token=kri_BAD",
    "token=kri_GOOD#x,              kri_GOOD#x",
    "x=#&token=a,                   a"
  })
  void theValueIsWhole(String form, String value) {
    assertThat(token(form)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "token=",
        "x=y",
        "token=a&token=b",
        "token=a#&token=b",
        "x;token=a",
        "token=%zz",
        "token=%#1",
        "token=%2#"
      })
  void whatIsNotThereOnceIs400(String form) {
    assertRefused(form);
  }

  private static void assertRefused(String form) {
    assertThatThrownBy(() -> token(form))
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(400));
  }

  @Test
  void noFieldIsTooFarBehindToBeSeen() {
    String others = "x=y&".repeat(15);
    assertThat(token(others + "token=a")).isEqualTo("a");
    assertRefused("token=a&" + others + "token=b");
    assertRefused("token=a&" + others + "x=y");
  }
}
