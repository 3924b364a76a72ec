package io.kriten.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {

  private static Duration ttl(String ttl) {
    return new Delivery(null, ttl).ttlOrDefault();
  }

  @ParameterizedTest
  @CsvSource({
    "1s, PT1S",
    "30s, PT30S",
    "90m, PT1H30M",
    "1h, PT1H",
    "1h30m, PT1H30M",
    "1h1s, PT1H1S",
    "1m1s, PT1M1S",
    "1h1m1s, PT1H1M1S",
    "168h, P7D",
    "999999h, PT999999H"
  })
  void readsGoDurationsOfHoursMinutesAndSeconds(String ttl, Duration duration) {
    assertThat(ttl(ttl)).isEqualTo(duration);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "0s",
        "1",
        "h",
        "1d",
        "1m1h",
        "1H",
        "-1h",
        "1h ",
        "1.5h",
        "1h30",
        "1000000h"
      })
  void whatTheSchemaRefusesIsOneHour(String ttl) {
    assertThat(ttl(ttl)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void defaultsToASecretForAnHour() {
    ApiTokenSpec spec = new ApiTokenSpec(Samples.ALICE, null, null, null, null, null);

    assertThat(spec.deliveryOrDefault().modeOrDefault()).isEqualTo(Delivery.Mode.Secret);
    assertThat(spec.deliveryOrDefault().ttlOrDefault()).isEqualTo(Duration.ofHours(1));
    assertThat(new Delivery(null, null).modeOrDefault()).isEqualTo(Delivery.Mode.Secret);
    assertThat(new Delivery(Delivery.Mode.Response, null).modeOrDefault())
        .isEqualTo(Delivery.Mode.Response);
  }
}
