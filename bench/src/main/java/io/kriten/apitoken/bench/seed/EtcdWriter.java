package io.kriten.apitoken.bench.seed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kriten.apitoken.local.LocalCluster;
import java.util.List;
import java.util.Map;

/**
 * Writes into the API server's own etcd, past the API server, by the <a
 * href="https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/">JSON gateway</a>.
 */
final class EtcdWriter implements AutoCloseable {

  /** etcd refuses transactions with more operations. */
  static final int MAX_BATCH = 128;

  private static final char AFTER_SLASH = '/' + 1;

  private final KubernetesClient http;

  EtcdWriter(LocalCluster cluster) {
    List<String> flags = cluster.controlPlane().apiServer().command();
    http =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withMasterUrl(flag(flags, "--etcd-servers"))
                    .withCaCertFile(flag(flags, "--etcd-cafile"))
                    .withClientCertFile(flag(flags, "--etcd-certfile"))
                    .withClientKeyFile(flag(flags, "--etcd-keyfile"))
                    .withClientKeyAlgo("EC")
                    .build())
            .build();
  }

  /**
   * An object, as the API server stores it.
   *
   * @param key its path below {@code /registry}
   * @param json the object itself
   */
  record Item(String key, String json) {}

  /** Puts up to {@link #MAX_BATCH} objects in one transaction. */
  void put(List<Item> items) {
    List<Map<String, Object>> puts =
        items.stream().map(item -> Map.<String, Object>of("requestPut", put(item))).toList();
    http.raw("/v3/kv/txn", "POST", Map.of("success", puts));
  }

  /** Removes every object below that path, which is told as in {@link Item#key}. */
  void clear(String path) {
    http.raw(
        "/v3/kv/deleterange",
        "POST",
        Map.of("key", key(path + "/"), "range_end", key(path + AFTER_SLASH)));
  }

  private static byte[] key(String path) {
    return ("/registry/" + path).getBytes(UTF_8);
  }

  private static Map<String, Object> put(Item item) {
    return Map.of("key", key(item.key()), "value", item.json().getBytes(UTF_8));
  }

  private static String flag(List<String> flags, String name) {
    return flags.stream()
        .filter(flag -> flag.startsWith(name + "="))
        .map(flag -> flag.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    http.close();
  }
}
