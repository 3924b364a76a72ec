package io.kriten.apitoken.e2e.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Conditions;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Etcd;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.Rest.Reply;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who writes etcd makes a token act as root: the facade lets nobody in by it. */
@ExtendWith(ClusterExtension.class)
class RewrittenOwnerTest {

  private static final String TOKENS = LocalSettings.TOKENS_NAMESPACE;

  @ParameterizedTest
  @CsvSource({
    "'\"groups\":[\"devs\"]', '\"groups\":[\"devs\",\"system:masters\"]'",
    "'\"groups\":[\"devs\"]', '\"groups\":[\"system:masters\"]'",
    "'\"username\":\"alice\"', '\"username\":\"system:admin\"'"
  })
  void isRefused(String before, String after, LocalCluster cluster) {
    Reply made = Rest.as(cluster, "alice").made("{\"description\":\"to be rewritten\"}");
    Rest byKey = Rest.byKey(cluster, made.field("key"));
    byKey.get(Rest.RUNNERS).expect(200);
    ApiToken token =
        cluster
            .adminClient()
            .resources(ApiToken.class)
            .inNamespace(TOKENS)
            .list()
            .getItems()
            .stream()
            .filter(t -> made.field("id").equals(t.getMetadata().getUid()))
            .findFirst()
            .orElseThrow();

    rewrite(cluster, token.getMetadata().getName(), before, after);

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              assertThat(byKey.get(Rest.RUNNERS).status()).isEqualTo(401);
              assertThat(byKey.get("/auth").status()).isEqualTo(401);
            });
    Resource<ApiToken> resource =
        cluster
            .adminClient()
            .resources(ApiToken.class)
            .inNamespace(TOKENS)
            .withName(token.getMetadata().getName());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> Conditions.find(resource.get(), Conditions.READY).map(Condition::getReason),
            Optional.of("OwnerForbidden")::equals);
    resource.delete();
  }

  private static void rewrite(LocalCluster cluster, String name, String before, String after) {
    String key = "/registry/kriten.io/apitokens/" + TOKENS + "/" + name;
    try (Etcd etcd = new Etcd(cluster)) {
      etcd.forEach(
          (found, value) -> {
            if (found.equals(key)) {
              String json = new String(value, UTF_8);
              assertThat(json).contains(before);
              etcd.put(key, json.replace(before, after).getBytes(UTF_8));
            }
          });
    }
  }
}
