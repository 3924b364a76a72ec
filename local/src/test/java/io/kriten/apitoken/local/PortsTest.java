package io.kriten.apitoken.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {

  @Test
  void zeroIsAnyFreePortThatNoOutgoingConnectionCanTake() {
    assertThat(Ports.choose(0, "PORT")).isBetween(20_000, 32_767);
  }

  @Test
  void aFreePortIsTakenAsItIs() {
    int free = Ports.free();

    assertThat(Ports.choose(free, "PORT")).isEqualTo(free);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void whatIsNoPortIsRefusedWithTheMend(int wanted) {
    assertThatThrownBy(() -> Ports.choose(wanted, "API_PORT"))
        .isInstanceOf(LocalException.class)
        .hasMessage(wanted + " is no port: set API_PORT to 1 to 65535, or to 0 (any free one)");
  }
}
