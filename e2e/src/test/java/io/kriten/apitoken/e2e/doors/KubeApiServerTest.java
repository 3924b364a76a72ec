package io.kriten.apitoken.e2e.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Ticker;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real kube-apiserver takes keys, as docs/kube-apiserver.md sets it up; nginx makes the TLS. */
@ExtendWith(ClusterExtension.class)
class KubeApiServerTest {

  private static final Logger LOG = LoggerFactory.getLogger(KubeApiServerTest.class);
  private static final Path DIRECTORY = Path.of("target", "webhook");
  private static final String SECRET = "a-secret-of-kube-apiserver-0123456789";
  private static final Duration CACHE_TTL = Duration.ofSeconds(5);

  /** kube-apiserver keeps a success this much longer than its TTL. */
  private static final Duration CACHE_GRACE = Duration.ofSeconds(10);

  private static Facades facade;
  private static Nginx tls;
  private static WebhookApiServer apiServer;

  @BeforeAll
  static void start(LocalCluster cluster) throws IOException {
    Files.createDirectories(DIRECTORY);
    Path secrets = Files.writeString(DIRECTORY.resolve("secrets"), SECRET + "\n");
    facade =
        Facades.start(
            cluster,
            new DoorSettings(Optional.of(secrets), List.of()),
            LimitSettings.OFF,
            Ticker.systemTicker());
    tls = tls(cluster, 0);
    apiServer =
        WebhookApiServer.start(
            cluster,
            DIRECTORY,
            "https://127.0.0.1:" + tls.port() + "/tokenreview",
            SECRET,
            CACHE_TTL);
  }

  @AfterAll
  static void stop() {
    apiServer.close();
    tls.close();
    facade.close();
  }

  private static Nginx tls(LocalCluster cluster, int port) {
    Path pki = cluster.controlPlane().authority().toAbsolutePath().resolveSibling("serving");
    String servers =
        """
        server {
          listen 127.0.0.1:@PORT@ ssl;
          ssl_certificate %s.crt;
          ssl_certificate_key %s.key;
          location / { proxy_pass %s; }
        }
        """
            .formatted(pki, pki, facade.url());
    Path directory = DIRECTORY.resolve("nginx");
    return port == 0 ? Nginx.start(directory, servers) : Nginx.start(directory, port, servers);
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
  void aKeyMakesAndWidensNothingByKubectl(LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "alice", "{}");
    Kubectl byKey = apiServer.by(token.key()).with("--namespace=apitokens");
    String manifest =
        """
        apiVersion: kriten.io/v1alpha1
        kind: ApiToken
        metadata: {name: %s}
        spec: {enabled: false}
        """;
    // An API server that has just started answers 503 until it knows the kind.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        byKey
                            .runWithInput(manifest.formatted("made-by-key"), "create", "-f", "-")
                            .expectFailure())
                    .contains("a kri_ key makes no tokens"));

    Kubectl byLogin = apiServer.by(cluster.bearer("alice")).with("--namespace=apitokens");
    byLogin
        .runWithInput(manifest.formatted("narrowed-by-key"), "create", "-f", "-")
        .expectSuccess();
    String[] patch = {"patch", "apitoken", "narrowed-by-key", "--type=merge", "-p"};
    assertThat(byKey.with(patch).run("{\"spec\":{\"enabled\":true}}").expectFailure())
        .contains("a kri_ key may disable a token, not enable it");
    byKey.with(patch).run("{\"spec\":{\"description\":\"by key\"}}").expectSuccess();
    byLogin.run("delete", "apitoken", "narrowed-by-key").expectSuccess();
  }

  @Test
  void othersAreUnharmedWhileTheWebhookIsAwayAndKeysComeBackAtOnce(LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "bob", "{}");
    int port = tls.port();
    tls.close();
    try {
      apiServer.by(cluster.bearer("alice")).run("auth", "whoami").expectSuccess();
      apiServer.byCertificate().run("auth", "whoami").expectSuccess();
      assertThat(apiServer.by(token.key()).run("auth", "whoami").expectFailure())
          .contains("Unauthorized");
    } finally {
      tls = tls(cluster, port);
    }
    apiServer.by(token.key()).run("auth", "whoami").expectSuccess();
  }

  @Test
  void onlyTheSecretMayAsk(LocalCluster cluster) {
    String review =
        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\",\"spec\":{\"token\":\"%s\"}}"
            .formatted(Door.make(cluster, "alice", "{}").key());
    for (String bearer : List.of("x", SECRET + "x", cluster.bearer("alice"))) {
      assertThat(
              Door.send(
                      facade.url(),
                      "POST",
                      "/tokenreview",
                      review,
                      "Authorization",
                      "Bearer " + bearer)
                  .statusCode())
          .isEqualTo(401);
    }
    assertThat(
            Door.send(
                    facade.url(),
                    "POST",
                    "/tokenreview",
                    review,
                    "Authorization",
                    "Bearer " + SECRET)
                .body())
        .contains("\"authenticated\":true");
  }
}
