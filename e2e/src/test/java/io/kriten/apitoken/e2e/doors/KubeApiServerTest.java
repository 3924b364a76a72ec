package io.kriten.apitoken.e2e.doors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.api.model.Secret;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.api.tls.ClientTrust;
import io.kriten.apitoken.api.tls.TlsSettings;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import io.kriten.apitoken.operator.OperatorSettings;
import io.kriten.apitoken.operator.TokenOperator;
import io.kriten.apitoken.operator.tls.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real kube-apiserver takes keys, as docs/kube-apiserver.md sets it up, by a certificate that the
 * operator made.
 */
@ExtendWith(ClusterExtension.class)
class KubeApiServerTest {

  private static final Logger LOG = LoggerFactory.getLogger(KubeApiServerTest.class);
  private static final Path DIRECTORY = Path.of("target", "webhook");
  private static final Duration CACHE_TTL = Duration.ofSeconds(5);

  /** kube-apiserver keeps a success this much longer than its TTL. */
  private static final Duration CACHE_GRACE = Duration.ofSeconds(10);

  private static TlsSettings tls;
  private static Facades facade;
  private static WebhookApiServer apiServer;

  @BeforeAll
  static void start(LocalCluster cluster) throws IOException {
    Files.createDirectories(DIRECTORY);
    Secret made = madeByTheOperator(cluster);
    CertificateAuthority clients =
        CertificateAuthority.create("clients", Duration.ofDays(1), Clock.systemUTC());
    tls =
        new TlsSettings(
            0,
            write("tls.crt", text(made, "tls.crt")),
            write("tls.key", text(made, "tls.key")),
            Optional.of(
                new ClientTrust(
                    write("clients.crt", clients.certificatePem()), List.of("kube-apiserver"))));
    startFacade(cluster);
    apiServer =
        WebhookApiServer.start(
            cluster,
            DIRECTORY,
            "https://127.0.0.1:" + facade.tlsPort() + "/tokenreview",
            write("ca.crt", text(made, "ca.crt")),
            clients.client("CN=kube-apiserver", Duration.ofDays(1)),
            CACHE_TTL);
  }

  /** By one more operator, under the chart's own account. */
  private static Secret madeByTheOperator(LocalCluster cluster) {
    OperatorSettings settings =
        new OperatorSettings(
            LocalSettings.RELEASE_NAMESPACE,
            List.of(LocalSettings.TOKENS_NAMESPACE),
            "system:serviceaccount:apitoken-system:apitoken-operator",
            "system:serviceaccount:apitoken-system:apitoken-api",
            false,
            Duration.ZERO,
            List.of("apitoken-api.apitoken-system.svc", "127.0.0.1"),
            false,
            "127.0.0.1",
            -1);
    try (TokenOperator operator =
        new TokenOperator(cluster.operatorClient(), settings, Clock.systemUTC())) {
      operator.start();
      return await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  cluster
                      .adminClient()
                      .secrets()
                      .inNamespace(LocalSettings.RELEASE_NAMESPACE)
                      .withName("apitoken-tls")
                      .get(),
              Objects::nonNull);
    }
  }

  private static String text(Secret secret, String field) {
    return new String(Base64.getDecoder().decode(secret.getData().get(field)), US_ASCII);
  }

  private static Path write(String file, String content) throws IOException {
    return Files.writeString(DIRECTORY.resolve(file), content);
  }

  private static void startFacade(LocalCluster cluster) {
    facade =
        Facades.start(
            cluster,
            DoorSettings.CLOSED,
            LimitSettings.OFF,
            Optional.of(tls),
            Ticker.systemTicker());
    tls = new TlsSettings(facade.tlsPort(), tls.certificate(), tls.key(), tls.clients());
  }

  @AfterAll
  static void stop() {
    apiServer.close();
    facade.close();
  }

  private static JsonNode whoAmI(String bearer) throws IOException {
    String json = apiServer.by(bearer).run("auth", "whoami", "-o", "json").expectSuccess();
    return new ObjectMapper().readTree(json).get("status").get("userInfo");
  }

  @Test
  void aKeyIsItsOwner(LocalCluster cluster) throws IOException {
    Door.Made token = Door.make(cluster, "carol", "{}");
    JsonNode user = whoAmI(token.key());
    assertThat(user.get("username").asText()).isEqualTo("carol");
    assertThat(user.get("uid").asText()).isEqualTo(cluster.user("carol").uid());
    List<String> groups = new ArrayList<>();
    user.get("groups").forEach(group -> groups.add(group.asText()));
    assertThat(groups).containsExactlyInAnyOrder("devs", "ops", "system:authenticated");
    assertThat(user.get("extra").get("kriten.io/token-id").get(0).asText()).isEqualTo(token.id());
  }

  @Test
  void badKeysAreNobody(LocalCluster cluster) {
    for (String bearer :
        List.of(
            "kri_",
            "kri_rbaurEcVyGJIjRioWIaiT3WteVh8ndlVQAEl",
            "nonsense",
            Door.make(cluster, "alice", "{\"enabled\":false}").key())) {
      assertThat(apiServer.by(bearer).run("auth", "whoami").expectFailure())
          .contains("Unauthorized");
    }
  }

  @Test
  void aDisabledKeyIsRefusedAfterTheCacheTime(LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "alice", "{}");
    Kubectl byKey = apiServer.by(token.key());
    byKey.run("auth", "whoami").expectSuccess();
    Door.patch(cluster, "alice", token.id(), "{\"enabled\":false}");
    Instant disabled = Instant.now();
    await("refusal")
        .atMost(CACHE_TTL.plus(CACHE_GRACE).plusSeconds(20))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> byKey.run("auth", "whoami").exit() != 0);
    Duration lag = Duration.between(disabled, Instant.now());
    LOG.info("kube-apiserver refused a disabled key after {} at a TTL of {}", lag, CACHE_TTL);
    assertThat(lag).isLessThan(CACHE_TTL.plus(CACHE_GRACE).plusSeconds(5));
  }

  @Test
  void othersAreUnharmedWhileTheWebhookIsAwayAndKeysComeBackAtOnce(LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "bob", "{}");
    String account =
        apiServer
            .byCertificate()
            .run("create", "token", "apitoken-operator", "--namespace=apitoken-system")
            .expectSuccess();
    facade.close();
    try {
      Instant start = Instant.now();
      apiServer.by(cluster.bearer("alice")).run("auth", "whoami").expectSuccess();
      apiServer.by(account).run("auth", "whoami").expectSuccess();
      apiServer.byCertificate().run("auth", "whoami").expectSuccess();
      LOG.info("three logins without the webhook took {}", Duration.between(start, Instant.now()));
      start = Instant.now();
      assertThat(apiServer.by(token.key()).run("auth", "whoami").expectFailure())
          .contains("Unauthorized");
      LOG.info("a key without the webhook took {}", Duration.between(start, Instant.now()));
    } finally {
      startFacade(cluster);
    }
    apiServer.by(token.key()).run("auth", "whoami").expectSuccess();
  }
}
