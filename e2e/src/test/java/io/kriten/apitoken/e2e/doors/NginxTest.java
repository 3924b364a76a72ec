package io.kriten.apitoken.e2e.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real nginx with the very block of docs/gateways.md, before a real application. */
@ExtendWith(ClusterExtension.class)
class NginxTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "gateways.md");
  private static final Pattern BLOCK = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);

  private static Application application;
  private static Nginx nginx;

  @BeforeAll
  static void start(LocalCluster cluster) throws IOException {
    application = new Application();
    nginx = Nginx.start(Path.of("target", "nginx"), byHttp(cluster));
  }

  @AfterAll
  static void stop() {
    nginx.close();
    application.close();
  }

  /** What the page shows, changed as it says for plain HTTP. */
  private static String byHttp(LocalCluster cluster) throws IOException {
    String plain =
        documented()
            .replaceAll(" +proxy_ssl_.*\n", "")
            .replace("proxy_pass https://apitoken/auth;", "proxy_pass http://apitoken/auth;");
    assertThat(plain).doesNotContain("proxy_ssl").contains("proxy_pass http://apitoken/auth;");
    return adapted(plain, cluster.facadeUrl().getAuthority());
  }

  private static String documented() throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static String adapted(String block, String facade) {
    String adapted =
        block
            .replace("apitoken-api.apitoken-system.svc:443", facade)
            .replace("application.default.svc:8080", "127.0.0.1:" + application.port())
            .replace("listen 8080", "listen 127.0.0.1:@PORT@");
    assertThat(adapted).doesNotContain(".svc");
    return adapted;
  }

  /** What the page shows, for this machine. */
  private static String byHttps(LocalCluster cluster, Path authority) throws IOException {
    String here =
        documented()
            .replace("/etc/nginx/apitoken/ca.crt", authority.toAbsolutePath().toString())
            .replace("proxy_ssl_name apitoken-api.apitoken-system.svc", "proxy_ssl_name localhost");
    return adapted(here, cluster.facadeTls().getAuthority());
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
    Instant end = Instant.now().plusSeconds(4);
    Door.Made token = Door.make(cluster, "alice", "{\"expires\":\"" + end + "\"}");
    assertThat(through("Token", token.key()).statusCode()).isEqualTo(200);
    await().atMost(Duration.ofSeconds(10)).until(() -> !Instant.now().isBefore(end));
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
  void byHttpsItAsksTheFacadeAndNobodyElse(LocalCluster cluster) throws IOException {
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
}
