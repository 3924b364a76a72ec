package io.kriten.apitoken.api.tokens;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kriten.apitoken.api.problem.Refusal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

  private final BodyReader reader = new BodyReader();

  private TokenChanges read(String body) {
    return reader.read(body.getBytes(UTF_8));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("", "body is empty"),
        Arguments.of("  \n", "body is empty"),
        Arguments.of("{", "malformed JSON"),
        Arguments.of("{\"enabled\":tru}", "malformed JSON"),
        Arguments.of("{} {}", "malformed JSON"),
        Arguments.of("{}x", "malformed JSON"),
        Arguments.of("{enabled:true}", "malformed JSON"),
        Arguments.of("{\"enabled\":true,}", "malformed JSON"),
        Arguments.of("{\"description\":\"a\nb\"}", "malformed JSON"),
        Arguments.of("{\"enabled\":NaN}", "malformed JSON"),
        Arguments.of("\uFEFF{}", "malformed JSON"),
        Arguments.of("{\"enabled\":true,\"enabled\":false}", "there twice"),
        Arguments.of("{\"x\":{\"y\":1,\"y\":2}}", "there twice"),
        Arguments.of("{\"x\":" + "[".repeat(40) + "]".repeat(40) + "}", "nested deeper"),
        Arguments.of("{\"x\":" + "{\"x\":".repeat(5000), "nested deeper"),
        Arguments.of("{\"expires\":" + "9".repeat(60_000) + "}", "100 digits; shorten it (field e"),
        Arguments.of("{\"x\":[1" + "0".repeat(100) + "]}", "100 digits; shorten it (field x"),
        Arguments.of("{\"x\":-0." + "1".repeat(2000) + "}", "100 digits; shorten it (field x"),
        Arguments.of("{\"enabled\":1e999999999}", "enabled is neither"),
        Arguments.of("{\"" + "n".repeat(60_000) + "\":1}", "name of a field is longer than 256"),
        Arguments.of("{\"expires\":[[" + "[".repeat(40) + "]}", "flatten it (field expires"),
        Arguments.of("{\"enabled\":true,\"enabled\":false}", "send each once (field enabled"),
        Arguments.of("{\"description\":\"a", "correct it (field description, line 1"),
        Arguments.of("{} {}", "something follows the first value; remove it"),
        Arguments.of("[]", "no JSON object"),
        Arguments.of("\"text\"", "no JSON object"),
        Arguments.of("1", "no JSON object"),
        Arguments.of("null", "no JSON object"),
        Arguments.of("true", "no JSON object"),
        Arguments.of("{\"enabled\":\"true\"}", "enabled is neither"),
        Arguments.of("{\"enabled\":1}", "enabled is neither"),
        Arguments.of("{\"enabled\":[]}", "enabled is neither"),
        Arguments.of("{\"description\":1}", "description is no string"),
        Arguments.of("{\"description\":{}}", "description is no string"),
        Arguments.of("{\"description\":true}", "description is no string"),
        Arguments.of("{\"description\":\"" + "a".repeat(1025) + "\"}", "description is longer"),
        Arguments.of("{\"description\":\"a\\u0000b\"}", "description contains"),
        Arguments.of("{\"description\":\"\\ud800\"}", "description contains"),
        Arguments.of("{\"description\":\"\\udc00\\ud800\"}", "description contains"),
        Arguments.of("{\"expires\":0}", "expires is no string"),
        Arguments.of("{\"expires\":{}}", "expires is no string"),
        Arguments.of("{\"expires\":\"\"}", "expires is no RFC 3339"),
        Arguments.of("{\"expires\":\"2030-01-31\"}", "expires is no RFC 3339"),
        Arguments.of("{\"expires\":\"tomorrow\"}", "expires is no RFC 3339"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithTheNameOfTheField(String body, String message) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(400))
        .hasMessageContaining(message);
  }

  @Test
  void refusesInvalidUtf8() {
    assertThatThrownBy(() -> reader.read("{\"description\":\"caf\u00e9\"}".getBytes(ISO_8859_1)))
        .hasMessageContaining("not valid UTF-8");
    assertThatThrownBy(() -> reader.read(new byte[] {'{', (byte) 0xC0, (byte) 0x80, '}'}))
        .hasMessageContaining("not valid UTF-8");
    assertThatThrownBy(
            () ->
                reader.read(new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'}))
        .hasMessageContaining("not valid UTF-8");
  }

  @Test
  void neverRepeatsTheBodyInTheMessage() {
    assertThatThrownBy(() -> read("{\"kri_secret\":1,\"kri_secret\":2}"))
        .hasMessageNotContaining("kri_");
    assertThatThrownBy(() -> read("{\"description\": kri_secret}")).hasMessageNotContaining("kri_");
  }

  @Test
  void anEmptyObjectChangesNothing() {
    assertThat(read("{}").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"x\",\"owner\":\"y\",\"key\":\"z\",\"created_at\":\"w\",\"updated_at\":1}",
        "{\"Enabled\":false}",
        "{\"other\":{\"a\":[1,2,{\"b\":null}]}}"
      })
  void ignoresUnknownFields(String body) {
    assertThat(read(body).isEmpty()).isTrue();
  }

  @Test
  void nullAsksForTheDefault() {
    TokenChanges changes = read("{\"description\":null,\"enabled\":null,\"expires\":null}");
    assertThat(changes.description()).isEqualTo(Field.of(null));
    assertThat(changes.enabled()).isEqualTo(Field.of(null));
    assertThat(changes.expires()).isEqualTo(Field.of(null));
  }

  @Test
  void readsEveryField() {
    TokenChanges changes =
        read(
            "{\"description\":\"for \\ud83d\\udd11 and \u00fc\",\"enabled\":false,"
                + "\"expires\":\"2030-01-31T13:00:00.120+01:00\"}");
    assertThat(changes.description().value()).isEqualTo("for \uD83D\uDD11 and \u00fc");
    assertThat(changes.enabled().value()).isFalse();
    assertThat(changes.expires().value()).isEqualTo("2030-01-31T12:00:00.12Z");
  }

  @Test
  void anEmptyDescriptionIsNone() {
    assertThat(read("{\"description\":\"\"}").description()).isEqualTo(Field.of(null));
  }

  @Test
  void countsCharactersAndNotTheirHalves() {
    String keys = "\uD83D\uDD11".repeat(1024);
    assertThat(read("{\"description\":\"" + keys + "\"}").description().value()).isEqualTo(keys);
  }
}
