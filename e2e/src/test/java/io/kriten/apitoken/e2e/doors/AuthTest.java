package io.kriten.apitoken.e2e.doors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /auth}, without a gateway. */
@ExtendWith(ClusterExtension.class)
class AuthTest {

  private static final List<String> IDENTITY =
      List.of("X-Kriten-User", "X-Kriten-Uid", "X-Kriten-Groups", "X-Kriten-Token-Id");

  private static HttpResponse<String> ask(LocalCluster cluster, String path, String... headers) {
    return Door.get(cluster.facadeUrl(), path, headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"})
  void anyMethodAndAnyPathBelow(String method, LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "alice", "{}");
    for (String path : List.of("/auth", "/auth/", "/auth/a/b?x=1", "/auth/a%20b")) {
      HttpResponse<String> answer =
          Door.send(cluster.facadeUrl(), method, path, "", "Token", token.key());
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.headers().firstValue("X-Kriten-User")).hasValue("alice");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void allFourHeadersAreThereEvenWhenEmpty(LocalCluster cluster) throws IOException {
    Door.Made token = Door.make(cluster, "bob", "{}");
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), cluster.facadeUrl().getPort())) {
      String request =
          "GET /auth HTTP/1.1\r\nHost: x\r\nConnection: close\r\nToken: "
              + token.key()
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("X-Kriten-User: bob\r\n", "X-Kriten-Groups: \r\n")
          .contains("X-Kriten-Token-Id: " + token.id() + "\r\n");
    }
  }

  @Test
  void everyRefusalIsTheSame(LocalCluster cluster) {
    Door.Made disabled = Door.make(cluster, "alice", "{\"enabled\":false}");
    Door.Made expired = Door.make(cluster, "alice", "{\"expires\":\"2020-01-01T00:00:00Z\"}");
    Set<String> bodies = new HashSet<>();
    for (String[] headers :
        List.of(
            new String[] {"Token", disabled.key()},
            new String[] {"Token", expired.key()},
            new String[] {"Token", "nonsense"},
            new String[] {"Token", disabled.key(), "Token", expired.key()},
            new String[] {"Authorization", "Bearer " + cluster.bearer("alice")},
            new String[] {"Authorization", "Basic YTpi"},
            new String[] {"X-Forwarded-User", "alice"})) {
      HttpResponse<String> answer = ask(cluster, "/auth", headers);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
      assertThat(answer.headers().map().keySet()).doesNotContainAnyElementsOf(IDENTITY);
      bodies.add(answer.body());
    }
    assertThat(bodies).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"verb=get", "verb=get&resource=pods&what=x", "resource=pods", "x=y", "verb=%zz"})
  void aBadQueryIs400(String query, LocalCluster cluster) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), cluster.facadeUrl().getPort())) {
      String request =
          "GET /auth?" + query + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nToken: a\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .contains("{\"error\":\"");
    }
  }

  @Test
  void aQueryAsksRbacForTheOwner(LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "carol", "{}");
    String question = "/auth?verb=run&group=shop.example&resource=reports&namespace=apitokens";
    HttpResponse<String> refused = ask(cluster, question + "&name=sales", "Token", token.key());
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().map().keySet()).doesNotContainAnyElementsOf(IDENTITY);
    grantReports(cluster, "ops", "profit");

    await("RBAC to hear of it, and a remembered no to fade")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        ask(cluster, question + "&name=profit", "Token", token.key()).statusCode())
                    .as("by carol's group ops")
                    .isEqualTo(200));
    assertThat(ask(cluster, question + "&name=loss", "Token", token.key()).statusCode())
        .isEqualTo(403);
    assertThat(ask(cluster, question + "&name=profit", "Token", "kri_x").statusCode())
        .isEqualTo(401);
  }

  private static void grantReports(LocalCluster cluster, String group, String name) {
    cluster
        .adminClient()
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName("reports")
                .withNamespace("apitokens")
                .endMetadata()
                .addNewRule()
                .withApiGroups("shop.example")
                .withResources("reports")
                .withResourceNames(name)
                .withVerbs("run")
                .endRule()
                .build())
        .create();
    cluster
        .adminClient()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("reports")
                .withNamespace("apitokens")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "reports")
                .addNewSubject("rbac.authorization.k8s.io", "Group", group, null)
                .build())
        .create();
  }
}
