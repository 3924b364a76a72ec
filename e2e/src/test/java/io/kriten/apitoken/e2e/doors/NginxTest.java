package io.kriten.apitoken.e2e.doors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.operator.tls.CertificateAuthority;
import io.kriten.apitoken.operator.tls.Issued;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real nginx with the very block of docs/gateways.md, before a real application. */
@ExtendWith(ClusterExtension.class)
class NginxTest {

  private static final String UUIDS = "5f0c7a4e-0d0b-4c57-9f1e-%012d";

  /** As long as the page says that all four headers may be. */
  private static final String DIRECTORY_NAMES =
      "CN=%03d,"
          + "OU=Team of Ships and Trains,OU=Team of Ships and Trains,OU=Team of Ships and Trains,"
          + "OU=Team of Ships and Trains,OU=Team of Ships and Trains,DC=shop,DC=example";

  private static Application application;
  private static Nginx nginx;

  @BeforeAll
  static void start(LocalCluster cluster) {
    application = new Application();
    nginx = Nginx.start(Path.of("target", "nginx"), byHttp(cluster.facadeUrl().getAuthority()));
  }

  @AfterAll
  static void stop() {
    nginx.close();
    application.close();
  }

  private static String byHttp(String facade) {
    return NginxBlock.documented().byHttp().between(facade, application);
  }

  private static String byHttps(LocalCluster cluster, Path authority) {
    return NginxBlock.documented()
        .byHttps(authority)
        .between(cluster.facadeTls().getAuthority(), application);
  }

  private static HttpResponse<String> through(String... headers) {
    return Door.get(nginx.url(), "/orders?verb=x&name=y", headers);
  }

  private static void expectRefusal(HttpResponse<String> answer, int status, int before) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("application");
    assertThat(application.count()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Token", "Authorization"})
  void aGoodKeyPassesAndTellsWhoseItIs(String header, LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "carol", "{}");
    HttpResponse<String> answer =
        through(header, header.equals("Token") ? token.key() : "Bearer " + token.key());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("application");
    assertThat(application.last().get("X-Kriten-User")).containsExactly("carol");
    assertThat(application.last().get("X-Kriten-Uid")).containsExactly(cluster.user("carol").uid());
    assertThat(application.last().get("X-Kriten-Groups")).containsExactly("devs,ops");
    assertThat(application.last().get("X-Kriten-Token-Id")).containsExactly(token.id());
    assertThat(application.last().toString()).doesNotContain(token.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {UUIDS, DIRECTORY_NAMES})
  void manyLongGroupsPass(String name, LocalCluster cluster) {
    Set<String> groups =
        IntStream.range(0, 128).mapToObj(name::formatted).collect(Collectors.toSet());
    Door.Made token = Door.apply(cluster, new Owner("dora", "dora-s-uid", groups));
    HttpResponse<String> answer = through("Token", token.key());
    assertThat(answer.statusCode()).isEqualTo(200);
    String header = application.last().getFirst("X-Kriten-Groups");
    assertThat(header).hasSizeGreaterThan(name.equals(UUIDS) ? 4_700 : 30_000);
    assertThat(Stream.of(header.split(",")).map(group -> URLDecoder.decode(group, UTF_8)))
        .containsExactlyInAnyOrderElementsOf(groups);
    assertThat(application.last().get("X-Kriten-Token-Id")).containsExactly(token.id());
  }

  @Test
  void whatAClientMadeUpNeverArrives(LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "bob", "{}");
    HttpResponse<String> answer =
        through(
            "Token",
            token.key(),
            "X-Kriten-User",
            "admin",
            "x-kriten-user",
            "root",
            "X-Kriten-Groups",
            "system:masters",
            "X-Kriten-Uid",
            "0",
            "X_Kriten_User",
            "admin",
            "X-Forwarded-User",
            "admin");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(application.last().get("X-Kriten-User")).containsExactly("bob");
    assertThat(application.last().get("X-Kriten-Uid")).containsExactly(cluster.user("bob").uid());
    assertThat(application.last().get("X-Kriten-Groups")).as("bob has none").isNull();
    assertThat(application.last()).doesNotContainKey("X_Kriten_User");
    int before = application.count();
    expectRefusal(through("X-Kriten-User", "admin"), 401, before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kri_", "nonsense", "kri_rbaurEcVyGJIjRioWIaiT3WteVh8ndlVQAEl", "Bearer x"})
  void aBadKeyIsRefused(String key) {
    int before = application.count();
    HttpResponse<String> answer = through("Token", key);
    expectRefusal(answer, 401, before);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
  }

  @Test
  void noKeyIsRefused() {
    expectRefusal(through(), 401, application.count());
  }

  @Test
  void aDisabledKeyIsRefusedAndPassesAgainWhenEnabled(LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "alice", "{}");
    assertThat(through("Token", token.key()).statusCode()).isEqualTo(200);
    Door.patch(cluster, "alice", token.id(), "{\"enabled\":false}");
    expectRefusal(through("Token", token.key()), 401, application.count());
    Door.patch(cluster, "alice", token.id(), "{\"enabled\":true}");
    assertThat(through("Token", token.key()).statusCode()).isEqualTo(200);
  }

  @Test
  void anExpiredKeyIsRefusedFromTheInstantOn(LocalCluster cluster) {
    Instant end = Instant.now().plusSeconds(10);
    Door.Made token = Door.make(cluster, "alice", "{\"expires\":\"" + end + "\"}");
    assertThat(through("Token", token.key()).statusCode()).isEqualTo(200);
    await().atMost(Duration.ofSeconds(20)).until(() -> !Instant.now().isBefore(end));
    expectRefusal(through("Token", token.key()), 401, application.count());
  }

  @Test
  void withoutAFacadeNobodyPasses(LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "alice", "{}");
    cluster.stopFacade();
    try {
      HttpResponse<String> answer = through("Token", token.key());
      expectRefusal(answer, 503, application.count());
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    } finally {
      cluster.startFacade();
    }
    assertThat(through("Token", token.key()).statusCode()).isEqualTo(200);
  }

  @Test
  void connectionsThatFailAreReplacedWhenAReplicaDies(LocalCluster cluster) throws IOException {
    Door.Made token = Door.make(cluster, "alice", "{}");
    Path directory = Path.of("target", "nginx-dying");
    try (DyingReplica facade = new DyingReplica(cluster.facadeUrl(), 3);
        Nginx patient = Nginx.start(directory, byHttp(facade.authority()))) {
      for (int i = 0; i < 5; i++) {
        assertThat(Door.get(patient.url(), "/orders", "Token", token.key()).statusCode())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void byHttpsItAsksTheFacadeAndNobodyElse(LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "carol", "{}");
    Path directory = Path.of("target", "nginx-https");
    try (Nginx secure = Nginx.start(directory, byHttps(cluster, cluster.facadeAuthority()))) {
      assertThat(Door.get(secure.url(), "/orders", "Token", token.key()).statusCode())
          .isEqualTo(200);
      assertThat(application.last().get("X-Kriten-User")).containsExactly("carol");
    }
    Path another = cluster.controlPlane().authority();
    try (Nginx deceived = Nginx.start(directory, byHttps(cluster, another))) {
      expectRefusal(
          Door.get(deceived.url(), "/orders", "Token", token.key()), 503, application.count());
    }
  }

  /** As one of a mesh has: the REST API asks for kube-apiserver's, and nginx shows what it has. */
  @Test
  void aCertificateThatNginxHasForOthersDoesNoHarm(LocalCluster cluster) throws IOException {
    Door.Made token = Door.make(cluster, "carol", "{}");
    Duration life = Duration.ofDays(1);
    Issued own =
        CertificateAuthority.create("mesh", life, Clock.systemUTC()).client("CN=gateway", life);
    Path directory = Files.createDirectories(Path.of("target", "nginx-mesh"));
    Path certificate = Files.writeString(directory.resolve("own.crt"), own.certificatePem());
    Path key = Files.writeString(directory.resolve("own.key"), own.keyPem());
    String block =
        byHttps(cluster, cluster.facadeAuthority())
            .replace(
                "proxy_ssl_verify on;",
                "proxy_ssl_verify on; proxy_ssl_certificate %s; proxy_ssl_certificate_key %s;"
                    .formatted(certificate.toAbsolutePath(), key.toAbsolutePath()));
    try (Nginx secure = Nginx.start(directory, block)) {
      assertThat(Door.get(secure.url(), "/orders", "Token", token.key()).statusCode())
          .isEqualTo(200);
    }
  }
}
