package io.kriten.apitoken.api.lastuse;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/**
 * A ConfigMap for each shard, in the release namespace. The chart makes them, empty: so the facade
 * needs no right to create any, and a right by name to read and patch these.
 */
final class ConfigMapShards implements ShardStore {

  private static final String KEY = "uses";

  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("apitoken-api")
          .build();

  /** Clocks of replicas differ. */
  private static final Duration MAX_SKEW = Duration.ofMinutes(5);

  private final KubernetesClient client;
  private final String namespace;
  private final Clock clock;

  ConfigMapShards(KubernetesClient client, String namespace, Clock clock) {
    this.client = client;
    this.namespace = namespace;
    this.clock = clock;
  }

  static String name(int shard) {
    return "apitoken-last-use-%02x".formatted(shard);
  }

  @Override
  public Stored read(int shard) {
    ConfigMap stored = client.configMaps().inNamespace(namespace).withName(name(shard)).get();
    if (stored == null) {
      throw new IllegalStateException(
          "ConfigMap " + name(shard) + " is missing: upgrade the release to have it back");
    }
    String text = stored.getData() == null ? "" : stored.getData().getOrDefault(KEY, "");
    return new Stored(
        stored.getMetadata().getResourceVersion(),
        ShardText.read(text, clock.instant().plus(MAX_SKEW).getEpochSecond()));
  }

  private ConfigMap named(int shard) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name(shard))
        .endMetadata()
        .build();
  }

  @Override
  public boolean replace(int shard, String version, SortedMap<UUID, Long> uses) {
    String patch =
        Serialization.asJson(
            Map.of(
                "metadata", Map.of("resourceVersion", version),
                "data", Map.of(KEY, ShardText.write(uses))));
    try {
      client.resource(named(shard)).patch(MERGE, patch);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }
}
