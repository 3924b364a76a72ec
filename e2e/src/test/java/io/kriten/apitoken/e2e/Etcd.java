package io.kriten.apitoken.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kriten.apitoken.local.LocalCluster;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The API server's own etcd, read past the API server by the <a
 * href="https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/">JSON gateway</a>.
 */
public final class Etcd implements AutoCloseable {

  private static final int PAGE = 500;
  private static final byte[] END = {0};

  private final KubernetesClient http;

  public Etcd(LocalCluster cluster) {
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

  /** Hands over every key with its value, byte for byte. */
  public void forEach(BiConsumer<String, byte[]> action) {
    byte[] from = {0};
    boolean more = true;
    while (more) {
      JsonNode page = range(from);
      for (JsonNode entry : page.path("kvs")) {
        byte[] key = decode(entry.path("key"));
        action.accept(new String(key, UTF_8), decode(entry.path("value")));
        from = Arrays.copyOf(key, key.length + 1);
      }
      more = page.path("more").asBoolean();
    }
  }

  /** Writes a value as it is, which no API server ever sees. */
  public void put(String key, byte[] value) {
    http.raw("/v3/kv/put", "POST", Map.of("key", key.getBytes(UTF_8), "value", value));
  }

  private JsonNode range(byte[] from) {
    Map<String, Object> request = Map.of("key", from, "range_end", END, "limit", PAGE);
    return Serialization.unmarshal(http.raw("/v3/kv/range", "POST", request), JsonNode.class);
  }

  private static byte[] decode(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asText());
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
