package io.kriten.apitoken.e2e.leak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.e2e.MadeKeys;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.keys.TagKey;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last test of all: no key that any test made is found in anything that ran. */
@Order(Integer.MAX_VALUE)
@ExtendWith(ClusterExtension.class)
@Isolated
class LeakScanTest {

  private static final Logger LOG = LoggerFactory.getLogger(LeakScanTest.class);

  @Test
  void noKeyIsAnywhereButInDeliverySecrets(LocalCluster cluster) throws IOException {
    makeAndUseKeys(cluster);

    assertThat(new Traces(cluster).everywhere(new Needles(MadeKeys.all()))).isEmpty();
  }

  /** So that there is something to look for when this test runs alone. */
  private static void makeAndUseKeys(LocalCluster cluster) {
    Rest alice = Rest.as(cluster, "alice");
    JsonNode token = alice.create("{\"description\":\"to be disabled\"}");
    String byRest = token.get("key").asText();
    Rest.byKey(cluster, byRest).get("/api/v1/runners").expect(200);
    alice.patch(Rest.TOKENS + "/" + token.get("id").asText(), "{\"enabled\":false}").expect(200);
    assertThat(Rest.byKey(cluster, byRest).get("/api/v1/runners").status()).isEqualTo(401);

    Kubectl kubectl = Kubectl.as(cluster, "alice").with("--namespace=apitokens");
    kubectl
        .runWithInput(
            """
            {"apiVersion":"kriten.io/v1alpha1","kind":"ApiToken","metadata":{"name":"leak-scan"}}""",
            "apply",
            "-f",
            "-")
        .expectSuccess();
    String secret =
        await()
            .until(
                () ->
                    kubectl
                        .run(
                            "get",
                            "apitoken/leak-scan",
                            "--output=jsonpath={.status.deliverySecret}")
                        .expectSuccess(),
                name -> !name.isEmpty());
    String data =
        kubectl.run("get", "secret/" + secret, "--output=jsonpath={.data.key}").expectSuccess();
    String byKubectl = new String(Base64.getDecoder().decode(data), UTF_8);
    Rest.byKey(cluster, byKubectl).get("/api/v1/runners").expect(200);

    await().until(() -> MadeKeys.all().containsAll(Set.of(byRest, byKubectl)));
  }

  @Test
  void aPlantedKeyIsFound(LocalCluster cluster) throws IOException {
    String key = TagKey.generate(new SecureRandom()).mint(new SecureRandom()).reveal();
    String base64 = Base64.getEncoder().encodeToString(("Token: " + key).getBytes(UTF_8));
    KubernetesClient client = cluster.adminClient();
    List<HasMetadata> planted =
        List.of(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("planted")
                .endMetadata()
                .withData(Map.of("some", "text around " + key + ", and after it"))
                .build(),
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("planted-base64")
                .endMetadata()
                .withData(Map.of("some", base64))
                .build(),
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("planted")
                .endMetadata()
                .withStringData(Map.of("some", key))
                .build());
    planted.forEach(object -> client.resource(object).create());
    LOG.info("planted by the test of the scan: {}", key);
    try {
      assertThat(new Traces(cluster).everywhere(new Needles(Set.of(key))))
          .containsOnlyKeys(
              "etcd /registry/configmaps/default/planted",
              "etcd /registry/configmaps/default/planted-base64",
              "etcd /registry/secrets/default/planted",
              "target/e2e.log")
          .allSatisfy((where, hints) -> assertThat(hints).containsExactly(key.substring(0, 8)));
    } finally {
      planted.forEach(object -> client.resource(object).delete());
    }
  }
}
