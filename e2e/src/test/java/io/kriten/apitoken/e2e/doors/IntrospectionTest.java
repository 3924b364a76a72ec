package io.kriten.apitoken.e2e.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7662, for an API that was built for OAuth. */
@ExtendWith(ClusterExtension.class)
class IntrospectionTest {

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String NAMESPACE = LocalSettings.RELEASE_NAMESPACE;
  private static String resourceServer;

  /** A ServiceAccount that may create TokenReviews, as RFC 7662's protected resource. */
  @BeforeAll
  static void authorise(LocalCluster cluster) {
    cluster
        .adminClient()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("resource-server")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .build())
        .create();
    cluster
        .adminClient()
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName("resource-server")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "system:auth-delegator")
                .addNewSubject("", "ServiceAccount", "resource-server", NAMESPACE)
                .build())
        .create();
    resourceServer =
        cluster
            .adminClient()
            .serviceAccounts()
            .inNamespace(NAMESPACE)
            .withName("resource-server")
            .tokenRequest(new TokenRequest())
            .getStatus()
            .getToken();
  }

  private static HttpResponse<String> introspect(LocalCluster cluster, String form) {
    return post(cluster, resourceServer, FORM, form);
  }

  private static HttpResponse<String> post(
      LocalCluster cluster, String bearer, String type, String body) {
    return Door.send(
        cluster.facadeUrl(),
        "POST",
        "/introspect",
        body,
        "Authorization",
        "Bearer " + bearer,
        "Content-Type",
        type);
  }

  @Test
  void aGoodKeyIsActiveAndSaysWhose(LocalCluster cluster) {
    Instant before = Instant.now();
    Door.Made token = Door.make(cluster, "alice", "{\"expires\":\"2040-01-02T03:04:05Z\"}");
    HttpResponse<String> answer =
        introspect(cluster, "token=" + token.key() + "&token_type_hint=access_token");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    JsonNode json = Door.json(answer);
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("active", "sub", "username", "exp", "iat", "token_type");
    assertThat(json.get("active").asBoolean()).isTrue();
    assertThat(json.get("username").asText()).isEqualTo("alice");
    assertThat(json.get("sub").asText()).isEqualTo(cluster.user("alice").uid());
    assertThat(json.get("token_type").asText()).isEqualTo("Bearer");
    assertThat(json.get("exp").asLong())
        .isEqualTo(Instant.parse("2040-01-02T03:04:05Z").getEpochSecond());
    assertThat(json.get("iat").asLong())
        .isBetween(before.getEpochSecond() - 1, Instant.now().getEpochSecond() + 1);
  }

  @Test
  void whatNeverExpiresHasNoExp(LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "alice", "{}");
    assertThat(Door.json(introspect(cluster, "token=" + token.key())).has("exp")).isFalse();
  }

  @Test
  void whatCannotBeUsedIsInactiveAndNothingMore(LocalCluster cluster) {
    for (String key :
        List.of(
            Door.make(cluster, "alice", "{\"enabled\":false}").key(),
            Door.make(cluster, "alice", "{\"expires\":\"2020-01-01T00:00:00Z\"}").key(),
            "nonsense",
            "kri_rbaurEcVyGJIjRioWIaiT3WteVh8ndlVQAEl",
            resourceServer,
            "é\u0000 & =")) {
      HttpResponse<String> answer =
          introspect(cluster, "token=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"active\":false}");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x=y", "token=", "token=a&token=b", "token=%zz", "&&&"})
  void aBadFormIs400(String form, LocalCluster cluster) {
    HttpResponse<String> answer = introspect(cluster, form);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith("{\"error\":");
  }

  /** What the fuzz run once sent. */
  @Test
  void otherFieldsAreIgnoredWhateverTheirNames(LocalCluster cluster) {
    HttpResponse<String> answer =
        introspect(
            cluster,
            "%0D=&%0D=%1A%F2%89%A8%B6C&%13%12%F0%AB%A3%A8=l3L%C3%88J&%13%12%F0%AB%A3%A8=%C3%A4lK"
                + "&token=%C2%8F&token_type_hint=%C3%B8%C2%AE%1A%F1%B0%B5%A8%3E");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"active\":false}");
  }

  @Test
  void anythingButAFormIs415(LocalCluster cluster) {
    assertThat(post(cluster, resourceServer, "application/json", "{}").statusCode()).isEqualTo(415);
  }

  @Test
  void onlyWhoMayReviewTokensMayIntrospect(LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "alice", "{}");
    assertThat(post(cluster, cluster.bearer("alice"), FORM, "token=" + token.key()).statusCode())
        .isEqualTo(403);
    assertThat(post(cluster, token.key(), FORM, "token=" + token.key()).statusCode())
        .as("not even by the very key")
        .isEqualTo(403);
    assertThat(post(cluster, "nobody", FORM, "token=" + token.key()).statusCode()).isEqualTo(401);
  }
}
