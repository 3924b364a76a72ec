package io.kriten.apitoken.api.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCertificatesTest {

  private static boolean accepts(String subject, Instant now) throws Exception {
    return new ClientCertificates(List.of("kube-apiserver", "other"), session -> true, () -> now)
        .isNamed(TestCa.create(subject, "EC", 256).certificate());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CN=kube-apiserver | true",
        "CN=other,O=system:masters | true",
        "CN=kube-apiserver-kubelet-client | false",
        "CN=Kube-Apiserver | false",
        "O=kube-apiserver | false",
        "CN=alice,CN=kube-apiserver | false",
        "CN=alice+OU=x | false",
        "CN=alice\\,CN\\=kube-apiserver | false"
      })
  void byItsOneCommonName(String subject, boolean accepted) throws Exception {
    assertThat(accepts(subject, TestCa.START)).isEqualTo(accepted);
  }

  @Test
  void onlyWhileItIsValid() throws Exception {
    Instant end = TestCa.START.plus(TestCa.LIFE);

    assertThat(accepts("CN=kube-apiserver", end)).isTrue();
    assertThat(accepts("CN=kube-apiserver", end.plus(Duration.ofSeconds(1)))).isFalse();
    assertThat(accepts("CN=kube-apiserver", TestCa.START.minusSeconds(1))).isFalse();
  }
}
