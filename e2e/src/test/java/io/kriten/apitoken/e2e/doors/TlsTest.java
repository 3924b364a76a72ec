package io.kriten.apitoken.e2e.doors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.api.tls.ClientTrust;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.operator.tls.CertificateAuthority;
import io.kriten.apitoken.operator.tls.Issued;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Files;
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
  private static final CertificateAuthority SERVERS = authority("servers");
  private static final CertificateAuthority CLIENTS = authority("clients");
  private static final String SECRET = "a-secret-of-kube-apiserver-0123456789";
  private static final String REVIEW =
      "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\",\"spec\":{\"token\":\"%s\"}}";

  private static MountedSecret secret;
  private static Facades facade;
  private final Https https = Https.trusting(SERVERS.certificatePem());

  private static CertificateAuthority authority(String name) {
    return CertificateAuthority.create(name, LIFE, Clock.systemUTC());
  }

  private static Issued serving() {
    return SERVERS.server("CN=apitoken-api", List.of("127.0.0.1"), LIFE);
  }

  @BeforeAll
  static void start(LocalCluster cluster) throws IOException {
    secret = MountedSecret.mount(DIRECTORY, serving());
    Path authorities =
        Files.writeString(DIRECTORY.resolve("clients.crt"), CLIENTS.certificatePem());
    facade =
        Facades.start(
            cluster,
            new DoorSettings(
                Optional.of(Files.writeString(DIRECTORY.resolve("secrets"), SECRET + "\n")),
                List.of()),
            LimitSettings.OFF,
            Optional.of(
                secret.settings(
                    0, Optional.of(new ClientTrust(authorities, List.of("kube-apiserver"))))),
            Ticker.systemTicker());
  }

  @AfterAll
  static void stop() {
    facade.close();
  }

  private BigInteger serial() throws IOException {
    return https.shown(facade.tlsPort()).getSerialNumber();
  }

  private static String livez(SSLSocket socket, BufferedReader in) throws IOException {
    socket
        .getOutputStream()
        .write("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(US_ASCII));
    String status = in.readLine();
    int length = 0;
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      if (line.startsWith("content-length: ")) {
        length = Integer.parseInt(line.substring("content-length: ".length()));
      }
    }
    assertThat(in.skip(length)).isEqualTo(length);
    return status;
  }

  /** Each look is a new connection, and one that failed would end the test. */
  @Test
  void aCertificateIsExchangedWithoutADroppedConnection() throws IOException {
    try (SSLSocket old = https.connect(facade.tlsPort());
        BufferedReader in =
            new BufferedReader(new InputStreamReader(old.getInputStream(), US_ASCII))) {
      assertThat(livez(old, in)).isEqualTo("HTTP/1.1 200 OK");
      BigInteger before = serial();
      secret.change(serving());
      await()
          .atMost(NOTICED)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> !serial().equals(before));
      assertThat(livez(old, in)).isEqualTo("HTTP/1.1 200 OK");
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

  private static int review(Https client, String key) throws IOException {
    return client.post(facade.tlsPort(), "/tokenreview", REVIEW.formatted(key)).statusCode();
  }

  @Test
  void onlyTheNamedClientOfTheTrustedCaMayAsk(LocalCluster cluster) throws IOException {
    String key = Door.make(cluster, "alice", "{}").key();
    String bundle = SERVERS.certificatePem();
    Https apiServer = Https.trusting(bundle, CLIENTS.client("CN=kube-apiserver", LIFE));
    assertThat(apiServer.post(facade.tlsPort(), "/tokenreview", REVIEW.formatted(key)).body())
        .contains("\"authenticated\":true", "\"username\":\"alice\"");
    assertThat(review(Https.trusting(bundle, CLIENTS.client("CN=kubelet", LIFE)), key))
        .isEqualTo(401);
    assertThat(review(https, key)).isEqualTo(401);
    Https stranger = Https.trusting(bundle, authority("clients").client("CN=kube-apiserver", LIFE));
    assertThatThrownBy(() -> review(stranger, key)).isInstanceOf(IOException.class);
    Https server = Https.trusting(bundle, CLIENTS.server("CN=kube-apiserver", List.of("x"), LIFE));
    assertThatThrownBy(() -> review(server, key)).isInstanceOf(IOException.class);
    assertThat(Door.send(facade.url(), "POST", "/tokenreview", REVIEW.formatted(key)).statusCode())
        .as("plain HTTP has no client certificates")
        .isEqualTo(401);
  }

  @Test
  void orWhoeverKnowsTheSecret(LocalCluster cluster) throws IOException {
    String review = REVIEW.formatted(Door.make(cluster, "alice", "{}").key());
    for (String bearer : List.of("x", SECRET + "x", cluster.bearer("alice"))) {
      assertThat(ask(review, bearer).statusCode()).isEqualTo(401);
    }
    assertThat(ask(review, SECRET).body()).contains("\"authenticated\":true");
  }

  private HttpResponse<String> ask(String review, String bearer) throws IOException {
    return https.post(
        facade.tlsPort(), "/tokenreview", review, "Authorization", "Bearer " + bearer);
  }

  @Test
  void everythingElseNeedsNoCertificate(LocalCluster cluster) throws IOException {
    String key = Door.make(cluster, "alice", "{}").key();
    assertThat(https.post(facade.tlsPort(), "/auth", "", "Token", key).statusCode()).isEqualTo(200);
  }
}
