package io.kriten.apitoken.e2e.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.operator.tls.CertificateAuthority;
import io.kriten.apitoken.operator.tls.Issued;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The facade over HTTPS, with files that change. */
@ExtendWith(ClusterExtension.class)
class TlsTest {

  private static final Path DIRECTORY = Path.of("target", "tls");
  private static final Duration LIFE = Duration.ofDays(1);
  private static final Duration NOTICED = Duration.ofSeconds(40);
  private static final CertificateAuthority SERVERS =
      CertificateAuthority.create("servers", LIFE, Clock.systemUTC());

  private static MountedSecret secret;
  private static Facades facade;
  private final Https https = Https.trusting(SERVERS.certificatePem());

  private static Issued serving() {
    return SERVERS.server("CN=apitoken-api", List.of("127.0.0.1"), LIFE);
  }

  @BeforeAll
  static void start(LocalCluster cluster) throws IOException {
    secret = MountedSecret.mount(DIRECTORY, serving());
    facade =
        Facades.start(
            cluster,
            DoorSettings.CLOSED,
            LimitSettings.OFF,
            Optional.of(secret.settings(0, Optional.empty())),
            Ticker.systemTicker());
  }

  @AfterAll
  static void stop() {
    facade.close();
  }

  private BigInteger serial() throws IOException {
    return https.shown(facade.tlsPort()).getSerialNumber();
  }

  /** Each look is a new connection, and one that failed would end the test. */
  @Test
  void aCertificateIsExchangedWithoutADroppedConnection() throws IOException {
    try (KeptConnection old = new KeptConnection(https.connect(facade.tlsPort()))) {
      assertThat(old.ask("GET", "/livez", "")).isEqualTo("HTTP/1.1 200 OK");
      BigInteger before = serial();
      secret.change(serving());
      await()
          .atMost(NOTICED)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> !serial().equals(before));
      assertThat(old.ask("GET", "/livez", "")).isEqualTo("HTTP/1.1 200 OK");
    }
    assertThat(facade.metric("apitoken_certificate_current")).isEqualTo(1);
    assertThat(facade.metric("apitoken_certificate_expiry_seconds"))
        .isBetween(LIFE.toSeconds() - 120.0, (double) LIFE.toSeconds());
  }

  @Test
  void filesThatAreNoGoodChangeNothing() throws IOException {
    BigInteger before = serial();
    secret.change(new Issued(serving().certificatePem(), serving().keyPem()));
    await().atMost(NOTICED).until(() -> facade.metric("apitoken_certificate_current") == 0);
    assertThat(serial()).isEqualTo(before);
    secret.change(serving());
    await().atMost(NOTICED).until(() -> facade.metric("apitoken_certificate_current") == 1);
    assertThat(serial()).isNotEqualTo(before);
  }

  @Test
  void weakSuitesAreRefused() throws IOException {
    try (SSLSocket socket = https.connect(facade.tlsPort())) {
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
    for (String suite :
        List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA")) {
      assertThatThrownBy(() -> https.connectBy(facade.tlsPort(), "TLSv1.2", suite))
          .isInstanceOf(SSLHandshakeException.class);
    }
    https.connectBy(facade.tlsPort(), "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256").close();
  }
}
