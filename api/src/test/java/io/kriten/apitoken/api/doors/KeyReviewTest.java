package io.kriten.apitoken.api.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyReviewTest {

  private static final String HEAD =
      "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\",";

  private static KeyReview read(String json) {
    return KeyReview.read(Buffer.buffer(json));
  }

  @Test
  void readsWhatKubeApiServerSends() {
    assertThat(
            read(
                HEAD
                    + "\"metadata\":{\"creationTimestamp\":null},\"spec\":{\"token\":\"kri_x\","
                    + "\"audiences\":[\"a\",\"b\"]},\"status\":{\"user\":{}}}"))
        .isEqualTo(new KeyReview("kri_x", List.of("a", "b")));
    assertThat(read(HEAD + "\"spec\":{\"token\":\"x\"}}").audiences()).isEmpty();
    assertThat(read(HEAD + "\"spec\":{\"token\":\"x\",\"audiences\":null}}").audiences()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "kri_secret",
        "{\"token\":\"kri_secret\"}",
        "{\"apiVersion\":\"authentication.k8s.io/v1beta1\",\"kind\":\"TokenReview\",\"spec\":{\"token\":\"kri_secret\"}}",
        HEAD + "\"spec\":null}",
        HEAD + "\"spec\":{}}",
        HEAD + "\"spec\":{\"token\":{\"x\":\"kri_secret\"}}}",
        HEAD + "\"spec\":{\"token\":\"kri_secret\",\"audiences\":\"x\"}}",
        HEAD + "\"spec\":{\"token\":\"kri_secret\",\"audiences\":[\"x\",null]}}"
      })
  void refusesTheRestWithoutQuotingIt(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(400))
        .hasMessageNotContaining("secret");
  }

  @Test
  void neverPrintsTheToken() {
    assertThat(read(HEAD + "\"spec\":{\"token\":\"kri_x\"}}")).asString().doesNotContain("kri_x");
  }
}
