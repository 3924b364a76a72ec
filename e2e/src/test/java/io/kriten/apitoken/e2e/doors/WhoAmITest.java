package io.kriten.apitoken.e2e.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API server of {@code make run} takes keys, and depends on the facade for nothing else. */
@ExtendWith(ClusterExtension.class)
class WhoAmITest {

  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  @Test
  void aKeyLogsInWithKubectl(LocalCluster cluster) throws IOException {
    Door.Made token = Door.make(cluster, "carol", "{}");
    String json =
        Kubectl.as(cluster, "bob")
            .run("--token=" + token.key(), "auth", "whoami", "-o", "json")
            .expectSuccess();
    JsonNode user = new ObjectMapper().readTree(json).get("status").get("userInfo");
    assertThat(user.get("username").asText()).isEqualTo("carol");
    assertThat(user.get("groups")).extracting(JsonNode::asText).contains("devs", "ops");
    assertThat(user.get("extra").get("kriten.io/token-id").get(0).asText()).isEqualTo(token.id());
  }

  @Test
  void allOtherLoginsGoOnWithoutTheFacade(LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "alice", "{}");
    Kubectl admin = Kubectl.asClusterAdmin(cluster);
    cluster.stopFacade();
    try {
      Instant start = Instant.now();
      Kubectl.as(cluster, "alice").run("auth", "whoami").expectSuccess();
      String account =
          admin
              .run("create", "token", "apitoken-api", "--namespace=apitoken-system")
              .expectSuccess();
      assertThat(
              Kubectl.as(cluster, "alice")
                  .run("--token=" + account, "auth", "whoami", "-o", "name")
                  .expectSuccess())
          .isNotEmpty();
      assertThat(
              Kubectl.as(cluster, "alice")
                  .run("--token=" + token.key(), "auth", "whoami")
                  .expectFailure())
          .contains("Unauthorized");
      assertThat(Duration.between(start, Instant.now())).isLessThan(AT_ONCE.multipliedBy(4));
    } finally {
      cluster.startFacade();
    }
    Kubectl.as(cluster, "alice").run("--token=" + token.key(), "auth", "whoami").expectSuccess();
  }

  /** The facade asks the API server about it, which asks the facade, which asks nobody. */
  @Test
  void whatIsNoKeyGoesRoundOnceAndIsRefused(LocalCluster cluster) {
    Instant start = Instant.now();
    assertThat(
            Rest.anonymous(cluster)
                .with("Authorization", "Bearer nonsense")
                .get("/api/v1/api_tokens")
                .status())
        .isEqualTo(401);
    assertThat(Duration.between(start, Instant.now())).isLessThan(AT_ONCE);
  }
}
