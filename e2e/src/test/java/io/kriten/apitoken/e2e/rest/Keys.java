package io.kriten.apitoken.e2e.rest;

import static io.kriten.apitoken.e2e.Rest.RUNNERS;
import static io.kriten.apitoken.e2e.Rest.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.Rest.Reply;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.time.Duration;

/** Keys of tokens, as they are tried on a protected API. */
final class Keys {

  private static final String REFUSED =
      "{\"error\":\"The API token is not accepted. Use one that exists, is enabled and has not"
          + " expired.\"}";

  /** The watch's lag, and 250 ms more where the facade waits for a key that it does not know. */
  private static final Duration LAG = Duration.ofSeconds(1);

  private static final Duration POLL = Duration.ofMillis(5);

  private final LocalCluster cluster;
  private final KubernetesClient root;

  Keys(LocalCluster cluster) {
    this.cluster = cluster;
    this.root = cluster.adminClient();
  }

  Reply use(Reply token) {
    return Rest.byKey(cluster, token.field("key")).get(RUNNERS);
  }

  /** It is accepted now. */
  void assertAccepted(Reply token) {
    assertThat(use(token).status()).isEqualTo(200);
  }

  /** It is refused now, as all are. */
  void assertRefused(Reply token) {
    assertRefusal(use(token));
  }

  /** It is refused as soon as the watch can have told. */
  void assertSoonRefused(Reply token) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .atMost(LAG)
        .untilAsserted(() -> assertRefused(token));
  }

  static String path(Reply token) {
    return TOKENS + "/" + token.field("id");
  }

  Resource<ApiToken> resource(KubernetesClient client, Reply token) {
    ApiToken found =
        root
            .resources(ApiToken.class)
            .inNamespace(LocalSettings.TOKENS_NAMESPACE)
            .list()
            .getItems()
            .stream()
            .filter(t -> token.field("id").equals(t.getMetadata().getUid()))
            .findFirst()
            .orElseThrow();
    return client.resource(found);
  }

  Resource<Secret> digest(Reply token, int serial) {
    return root.secrets()
        .inNamespace(LocalSettings.TOKENS_NAMESPACE)
        .withName(Names.digestSecret(token.field("id"), serial));
  }

  /** The one answer to every key that is not accepted. */
  static void assertRefusal(Reply reply) {
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.body()).isEqualTo(REFUSED);
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
  }
}
