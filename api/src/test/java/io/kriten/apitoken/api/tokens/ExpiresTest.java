package io.kriten.apitoken.api.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kriten.apitoken.api.problem.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiresTest {

  @ParameterizedTest
  @CsvSource({
    "2024-09-13T13:54:06Z, 2024-09-13T13:54:06Z",
    "2024-09-13T13:54:06.283Z, 2024-09-13T13:54:06.283Z",
    "2024-09-13T13:58:03.430602592Z, 2024-09-13T13:58:03.430602592Z",
    "2024-09-13T13:58:03.430602592999Z, 2024-09-13T13:58:03.430602592Z",
    "2024-09-13T13:54:06.280000Z, 2024-09-13T13:54:06.28Z",
    "2024-09-13T13:54:06.000Z, 2024-09-13T13:54:06Z",
    "2024-09-13t13:54:06z, 2024-09-13T13:54:06Z",
    "2024-09-13T13:54:06+00:00, 2024-09-13T13:54:06Z",
    "2024-09-13T13:54:06-00:00, 2024-09-13T13:54:06Z",
    "2024-09-13T13:54:06+05:30, 2024-09-13T08:24:06Z",
    "2024-09-13T13:54:06-23:59, 2024-09-14T13:53:06Z",
    "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
    "0001-01-01T00:00:01Z, 0001-01-01T00:00:01Z",
    "0001-01-02T00:00:00+01:00, 0001-01-01T23:00:00Z",
    "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z",
    "0000-12-31T23:00:00-05:00, 0001-01-01T04:00:00Z",
  })
  void storesUtcWithItsFraction(String text, String stored) {
    assertThat(Expires.read(text)).isEqualTo(stored);
    assertThat(Expires.show(stored)).isEqualTo(stored);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-01-01",
        "0000-01-01T00:00:00Z",
        "0000-01-01T00:00:00.000Z",
        "0000-01-01T00:00:00+00:00",
        "0001-01-01T00:00:00Z",
        "0001-01-01T01:00:00+01:00"
      })
  void readsNever(String text) {
    assertThat(Expires.read(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "never",
        "2030-01-31",
        "0001-01-01",
        "2030-01-31T12:00Z",
        "2030-01-31T12:00:00",
        "2030-01-31 12:00:00Z",
        "2030-01-31T12:00:00 Z",
        "2030-01-31T12:00:00.Z",
        "2030-01-31T12:00:00,5Z",
        "2030-01-31T24:00:00Z",
        "2030-01-31T12:60:00Z",
        "2030-01-31T12:00:60Z",
        "2030-02-30T12:00:00Z",
        "2023-02-29T12:00:00Z",
        "2030-13-01T12:00:00Z",
        "2030-01-31T12:00:00+24:00",
        "2030-01-31T12:00:00+01:60",
        "2030-01-31T12:00:00+0100",
        "2030-01-31T12:00:00+01:00:30",
        "10000-01-01T00:00:00Z",
        "+2030-01-31T12:00:00Z",
        "-2030-01-31T12:00:00Z",
        "2030-01-31T12:00:00Z\n",
        "\u0662\u0660\u0663\u0660-01-31T12:00:00Z",
        "9999-12-31T23:59:59-00:01",
        "0000-01-01T00:00:01Z",
        "0000-12-31T23:59:59Z",
        "0001-01-01T00:00:00+01:00"
      })
  void refusesWhatIsNoInstantOfTheYears1To9999(String text) {
    assertThatThrownBy(() -> Expires.read(text))
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(400))
        .hasMessageStartingWith("expires ");
  }

  @ParameterizedTest
  @CsvSource({
    "2030-01-31T12:00:00+01:00, 2030-01-31T11:00:00Z",
    "2030-01-31T12:00:00.500Z, 2030-01-31T12:00:00.5Z",
    ", 0000-01-01T00:00:00Z",
  })
  void showsWhatKubectlStoredInUtc(String stored, String shown) {
    assertThat(Expires.show(stored)).isEqualTo(shown);
  }
}
