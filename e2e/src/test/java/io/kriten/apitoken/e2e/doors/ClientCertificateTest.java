package io.kriten.apitoken.e2e.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.api.tls.ClientTrust;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.operator.tls.CertificateAuthority;
import io.kriten.apitoken.operator.tls.Issued;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Who shows which certificate, and what it opens: {@code /tokenreview} for kube-apiserver alone.
 */
@ExtendWith(ClusterExtension.class)
class ClientCertificateTest {

  private static final Path DIRECTORY = Path.of("target", "client-certificates");
  private static final Duration LIFE = Duration.ofDays(1);
  private static final Duration NOTICED = Duration.ofSeconds(40);
  private static final CertificateAuthority SERVERS = authority("servers");
  private static final CertificateAuthority CLIENTS = authority("clients");

  /** Of the same name, as a client shows no certificate of a CA that it was not asked for. */
  private static final CertificateAuthority STRANGERS = authority("clients");

  private static final String NAME = "CN=kube-apiserver";
  private static final String SECRET = "a-secret-of-kube-apiserver-0123456789";
  private static final String REVIEW =
      "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\",\"spec\":{\"token\":\"%s\"}}";

  private static Path authorities;
  private static Facades facade;
  private Door.Made token;

  private static CertificateAuthority authority(String name) {
    return CertificateAuthority.create(name, LIFE, Clock.systemUTC());
  }

  @BeforeAll
  static void start(LocalCluster cluster) throws IOException {
    MountedSecret secret =
        MountedSecret.mount(
            DIRECTORY, SERVERS.server("CN=apitoken-api", List.of("127.0.0.1"), LIFE));
    authorities = Files.writeString(DIRECTORY.resolve("clients.crt"), CLIENTS.certificatePem());
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

  @BeforeEach
  void make(LocalCluster cluster) {
    token = Door.make(cluster, "alice", "{}");
  }

  private static Https nobody() {
    return Https.trusting(SERVERS.certificatePem());
  }

  private static Https by(Issued certificate) {
    return Https.trusting(SERVERS.certificatePem(), certificate);
  }

  private HttpResponse<String> review(Https client, String... headers) throws IOException {
    return client.post(facade.tlsPort(), "/tokenreview", REVIEW.formatted(token.key()), headers);
  }

  private int auth(Https client) throws IOException {
    return client.post(facade.tlsPort(), "/auth", "", "Token", token.key()).statusCode();
  }

  @Test
  void theNamedClientOfTheTrustedCaMayAsk() throws IOException {
    assertThat(review(by(CLIENTS.client(NAME, LIFE))).body())
        .contains("\"authenticated\":true", "\"username\":\"alice\"");
  }

  @Test
  void orWhoeverKnowsTheSecret(LocalCluster cluster) throws IOException {
    for (String bearer : List.of("x", SECRET + "x", cluster.bearer("alice"))) {
      assertThat(review(nobody(), "Authorization", "Bearer " + bearer).statusCode()).isEqualTo(401);
    }
    assertThat(review(nobody(), "Authorization", "Bearer " + SECRET).body())
        .contains("\"authenticated\":true");
    assertThat(review(by(STRANGERS.client(NAME, LIFE)), "Authorization", "Bearer " + SECRET).body())
        .contains("\"authenticated\":true");
  }

  /** The second question is asked in a session that is resumed. */
  @Test
  void nobodyElseMayAndAnyMayAskTheRest() throws IOException {
    for (Https client :
        List.of(
            nobody(),
            by(CLIENTS.client("CN=kubelet", LIFE)),
            by(STRANGERS.client(NAME, LIFE)),
            by(CLIENTS.server(NAME, List.of("x"), LIFE)))) {
      assertThat(auth(client)).isEqualTo(200);
      assertThat(review(client).statusCode()).isEqualTo(401);
      assertThat(review(client).statusCode()).isEqualTo(401);
    }
    assertThat(
            Door.send(facade.url(), "POST", "/tokenreview", REVIEW.formatted(token.key()))
                .statusCode())
        .as("plain HTTP has no client certificates")
        .isEqualTo(401);
  }

  @Test
  void aCaThatIsTakenAwayCountsNoLongerOnOpenConnectionsToo() throws IOException {
    Https known = by(CLIENTS.client(NAME, LIFE));
    Https stranger = by(STRANGERS.client(NAME, LIFE));
    String question = REVIEW.formatted(token.key());
    try (KeptConnection open = new KeptConnection(known.connect(facade.tlsPort()));
        KeptConnection strange = new KeptConnection(stranger.connect(facade.tlsPort()))) {
      assertThat(open.ask("POST", "/tokenreview", question)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(strange.ask("POST", "/tokenreview", question)).startsWith("HTTP/1.1 401");

      Files.writeString(authorities, STRANGERS.certificatePem());
      await()
          .atMost(NOTICED)
          .until(() -> open.ask("POST", "/tokenreview", question).startsWith("HTTP/1.1 401"));
      assertThat(strange.ask("POST", "/tokenreview", question)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(review(known).statusCode()).isEqualTo(401);
      assertThat(review(stranger).statusCode()).isEqualTo(200);

      Files.writeString(authorities, CLIENTS.certificatePem());
      await()
          .atMost(NOTICED)
          .until(() -> open.ask("POST", "/tokenreview", question).equals("HTTP/1.1 200 OK"));
      assertThat(strange.ask("POST", "/tokenreview", question)).startsWith("HTTP/1.1 401");
    }
  }
}
