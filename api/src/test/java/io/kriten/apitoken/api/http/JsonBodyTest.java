package io.kriten.apitoken.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json;",
        "application/json ; charset=UTF-8",
        "application/json; charset = \"utf-8\" ;",
        "application/merge-patch+json"
      })
  void jsonIsTaken(String contentType) {
    assertThat(JsonBody.isJson(contentType)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/json; charset=",
        "application/json text",
        ";",
        "application/jsonp"
      })
  void otherTypesAreNot(String contentType) {
    assertThat(JsonBody.isJson(contentType)).isFalse();
  }

  @Test
  void aHeaderOfBlanksTakesNoTime() {
    String blanks = "application/json" + " ".repeat(15_000) + "x";

    assertTimeoutPreemptively(
        Duration.ofSeconds(2), () -> assertThat(JsonBody.isJson(blanks)).isFalse());
  }
}
