package io.kriten.apitoken.api.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

  private final ClientAddress addresses =
      new ClientAddress(List.of("10.0.0.0/8", "fd00::/8", "192.0.2.7/32"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.1 | 198.51.100.1              | 203.0.113.1",
        "10.1.2.3    | 198.51.100.1              | 198.51.100.1",
        "10.1.2.3    | 6.6.6.6, 198.51.100.1     | 198.51.100.1",
        "10.1.2.3    | 198.51.100.1, 192.0.2.7   | 198.51.100.1",
        "10.1.2.3    | 6.6.6.6, 198.51.100.1, 10.9.9.9, 192.0.2.7 | 198.51.100.1",
        "10.1.2.3    | 10.9.9.9                  | 10.9.9.9",
        "10.1.2.3    | nonsense                  | 10.1.2.3",
        "10.1.2.3    | 6.6.6.6, unknown, 10.0.0.9 | 10.0.0.9",
        "10.1.2.3    | 198.51.100.1:443          | 10.1.2.3",
        "fd00::1     | 2001:db8::1               | 2001:db8::1",
        "10.1.2.3    | ,,                        | 10.1.2.3"
      })
  void onlyTrustedProxiesAreBelieved(String peer, String forwarded, String client) {
    assertThat(addresses.of(peer, List.of(forwarded))).isEqualTo(client);
  }

  @Test
  void severalHeadersAreOneList() {
    assertThat(addresses.of("10.0.0.1", List.of("6.6.6.6", "198.51.100.1, 10.0.0.2")))
        .isEqualTo("198.51.100.1");
    assertThat(addresses.of("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.7, ::ffff:192.0.2.7, true",
    "2001:db8:0:1::1, 2001:db8:0:1:ffff:ffff:ffff:ffff, true",
    "2001:db8:0:1::1, 2001:0DB8:0:1:0:0:0:1, true",
    "2001:db8:0:1::1, 2001:db8:0:2::1, false",
    "unknown, unknown, true",
    "unknown, other, false"
  })
  void anIpv6HostHasOneBucketForAllItsAddresses(String one, String other, boolean same) {
    assertThat(ClientAddress.network(one).equals(ClientAddress.network(other))).isEqualTo(same);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0", "x/8", "10.0.0.0/33", "10.0.0.0/x", "/8"})
  void whatIsNoRangeIsRefused(String cidr) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ClientAddress(List.of(cidr)));
  }
}
