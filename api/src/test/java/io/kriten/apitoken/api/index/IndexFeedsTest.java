package io.kriten.apitoken.api.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.OwnerPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IndexFeedsTest {

  /** Notes what is decoded from an event. */
  private static final class NotedDecoding extends KubernetesSerialization {
    private final Set<Class<?>> decoded = new HashSet<>();

    @Override
    public <T> T convertValue(Object value, Class<T> type) {
      decoded.add(type);
      return super.convertValue(value, type);
    }
  }

  /** The first event of a JVM is slow to decode, and a request does not wait so long. */
  @Test
  void anEventOfEachKindWasDecodedBeforeTheFirstOneComes() {
    NotedDecoding decoding = new NotedDecoding();
    Config nowhere =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:1")
            .withRequestRetryBackoffLimit(0)
            .build();
    try (KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(nowhere)
                .withKubernetesSerialization(decoding)
                .build();
        IndexFeeds feeds =
            new IndexFeeds(
                client,
                "apitoken-system",
                List.of("apitokens"),
                new TokenIndex(new OwnerPolicy(false), List.of("apitokens")),
                System::nanoTime)) {
      feeds.start();

      assertThat(decoding.decoded).contains(ApiToken.class, Secret.class);
    }
  }
}
