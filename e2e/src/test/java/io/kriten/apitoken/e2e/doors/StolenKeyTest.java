package io.kriten.apitoken.e2e.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody who has a key, and nothing else, tries at the API server. */
@ExtendWith(ClusterExtension.class)
class StolenKeyTest {

  private static final String TOKENS = "--namespace=apitokens";

  private static Kubectl by(LocalCluster cluster, Door.Made token) {
    return Kubectl.as(cluster, "bob").with("--token=" + token.key());
  }

  @Test
  void makesNoTokenAndWidensNone(LocalCluster cluster) {
    Kubectl byKey = by(cluster, Door.make(cluster, "alice", "{}")).with(TOKENS);
    String manifest =
        """
        apiVersion: kriten.io/v1alpha1
        kind: ApiToken
        metadata: {name: %s}
        spec: {enabled: false}
        """;
    assertThat(
            byKey
                .runWithInput(manifest.formatted("made-by-key"), "create", "-f", "-")
                .expectFailure())
        .contains("a kri_ key makes no tokens");

    Kubectl byLogin = Kubectl.as(cluster, "alice").with(TOKENS);
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
  void livesNoLongerThanItsToken(LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "alice", "{\"expires\":\"2040-01-01T00:00:00Z\"}");
    String name =
        Kubectl.asClusterAdmin(cluster)
            .run(
                "get",
                "apitokens",
                TOKENS,
                "-o",
                "jsonpath={.items[?(@.metadata.uid==\"" + token.id() + "\")].metadata.name}")
            .expectSuccess();
    Kubectl patch =
        by(cluster, token).with("patch", "apitoken", name, TOKENS, "--type=merge", "-p");
    for (String expires : List.of("null", "\"2041-01-01T00:00:00Z\"")) {
      assertThat(patch.run("{\"spec\":{\"expires\":" + expires + "}}").expectFailure())
          .contains("a kri_ key may bring the end of a token nearer, not put it off");
    }
    assertThat(patch.run("{\"spec\":{\"keySerial\":2}}").expectFailure())
        .contains("a kri_ key asks for no new key");
  }

  @Test
  void leavesItsTraceBehindByNoImpersonationThatItsOwnerMayNot(LocalCluster cluster) {
    Kubectl byKey = by(cluster, Door.make(cluster, "alice", "{}")).with(TOKENS);
    for (String as : List.of("--as=alice", "--as=bob")) {
      assertThat(byKey.run(as, "get", "apitoken", "any").expectFailure())
          .contains("cannot impersonate");
    }
  }

  @Test
  void writesNoSecretOfOurs(LocalCluster cluster) {
    Kubectl.asClusterAdmin(cluster)
        .run("create", "role", "secret-writer", TOKENS, "--verb=create,get", "--resource=secrets")
        .expectSuccess();
    Kubectl.asClusterAdmin(cluster)
        .run(
            "create",
            "rolebinding",
            "secret-writer",
            TOKENS,
            "--role=secret-writer",
            "--user=alice")
        .expectSuccess();
    try {
      Kubectl byKey = by(cluster, Door.make(cluster, "alice", "{}")).with(TOKENS);
      assertThat(
              byKey
                  .run(
                      "create",
                      "secret",
                      "generic",
                      "made-by-key",
                      "--type=kriten.io/api-token-key")
                  .expectFailure())
          .contains("are made by the ApiToken operator and its REST API only");
    } finally {
      Kubectl.asClusterAdmin(cluster)
          .run("delete", "role,rolebinding", "secret-writer", TOKENS)
          .expectSuccess();
    }
  }

  @Test
  void countsForTheApiServersAudiencesOnly(LocalCluster cluster) throws IOException {
    String key = Door.make(cluster, "alice", "{}").key();
    assertThat(reviewed(cluster, key, "[]").get("authenticated").asBoolean()).isTrue();
    assertThat(
            reviewed(cluster, key, "[https://kubernetes.default.svc]")
                .get("authenticated")
                .asBoolean())
        .isTrue();
    assertThat(reviewed(cluster, key, "[https://elsewhere.example]").has("authenticated"))
        .isFalse();
  }

  private static JsonNode reviewed(LocalCluster cluster, String key, String audiences)
      throws IOException {
    String review =
        """
        apiVersion: authentication.k8s.io/v1
        kind: TokenReview
        spec: {token: %s, audiences: %s}
        """
            .formatted(key, audiences);
    String json =
        Kubectl.asClusterAdmin(cluster)
            .runWithInput(review, "create", "-o", "json", "-f", "-")
            .expectSuccess();
    return new ObjectMapper().readTree(json).get("status");
  }
}
