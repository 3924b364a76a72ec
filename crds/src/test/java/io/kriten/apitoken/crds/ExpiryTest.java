package io.kriten.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryTest {

  @ParameterizedTest
  @CsvSource({
    "2030-01-31T12:00:00Z, 2030-01-31T12:00:00Z",
    "2030-01-31t12:00:00z, 2030-01-31T12:00:00Z",
    "2030-01-31T12:00:00+00:00, 2030-01-31T12:00:00Z",
    "2030-01-31T12:00:00-00:00, 2030-01-31T12:00:00Z",
    "2030-01-31T12:00:00+05:45, 2030-01-31T06:15:00Z",
    "2030-01-31T12:00:00-08:00, 2030-01-31T20:00:00Z",
    "2030-01-31T12:00:00+17:59, 2030-01-30T18:01:00Z",
    "2030-01-31T12:00:00.5Z, 2030-01-31T12:00:00.500Z",
    "2030-01-31T12:00:00.283Z, 2030-01-31T12:00:00.283Z",
    "2030-01-31T12:00:00.123456789Z, 2030-01-31T12:00:00.123456789Z",
    "2028-02-29T00:00:00Z, 2028-02-29T00:00:00Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+01:00, 0000-12-31T23:00:00Z",
    "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z",
    "9999-12-31T23:59:59-01:00, +10000-01-01T00:59:59Z"
  })
  void readsRfc3339(String expires, Instant at) {
    assertThat(Expiry.of(expires)).isEqualTo(new Expiry(at));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "never",
        "tomorrow",
        "2030-01-31",
        "2030-01-31T12:00Z",
        "2030-01-31T12:00:00",
        "2030-01-31 12:00:00Z",
        " 2030-01-31T12:00:00Z",
        "2030-01-31T12:00:00Z ",
        "2030-01-31T12:00:00Z\n",
        "2030-01-31T12:00:00+0100",
        "2030-01-31T12:00:00+01",
        "2030-01-31T12:00:00+18:00",
        "2030-01-31T12:00:00+24:00",
        "2030-01-31T12:00:00+01:60",
        "2030-01-31T12:00:00,5Z",
        "2030-01-31T12:00:00.Z",
        "2030-01-31T12:00:00.1234567890Z",
        "2030-01-31T12:00:60Z",
        "2016-12-31T23:59:60Z",
        "2030-01-31T24:00:00Z",
        "2030-02-29T12:00:00Z",
        "2030-13-01T12:00:00Z",
        "2030-1-31T12:00:00Z",
        "10000-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "2030-01-31T12:00:00Z[UTC]",
        "1893456000",
        "\u0662\u0660\u0663\u0660-01-31T12:00:00Z"
      })
  void whatItCannotReadIsOver(String expires) {
    Expiry expiry = Expiry.of(expires);

    assertThat(expiry.isNever()).isFalse();
    assertThat(expiry.hasPassed(Instant.MIN)).isTrue();
    assertThat(expiry.hasPassed(Instant.EPOCH)).isTrue();
  }

  @Test
  void nullIsNever() {
    assertThat(Expiry.of(null)).isEqualTo(Expiry.NEVER);
    assertThat(Expiry.NEVER.isNever()).isTrue();
    assertThat(Expiry.NEVER.hasPassed(Instant.parse("9999-12-31T23:59:59.999999999Z"))).isFalse();
  }

  @Test
  void theInstantItselfIsTooLate() {
    Instant at = Instant.parse("2030-01-31T12:00:00Z");
    Expiry expiry = new Expiry(at);

    assertThat(expiry.hasPassed(at.minusNanos(1))).isFalse();
    assertThat(expiry.hasPassed(at)).isTrue();
    assertThat(expiry.hasPassed(at.plusNanos(1))).isTrue();
  }
}
