package io.kriten.apitoken.e2e.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a platform team switches on, as the API server takes it. */
@ExtendWith(ClusterExtension.class)
class ProductionTest {

  private static final Map<String, Object> EVERYTHING =
      Map.ofEntries(
          Map.entry("quota.count/apitokens\\.kriten\\.io", "1000"),
          Map.entry("networkPolicy.enabled", true),
          Map.entry(
              "networkPolicy.clients[0].namespaceSelector.matchLabels.kubernetes\\.io/metadata\\.name",
              "gateways"),
          Map.entry("networkPolicy.monitoring[0].podSelector.matchLabels.app", "prometheus"),
          Map.entry("api.autoscaling.enabled", true),
          Map.entry("api.ingress.enabled", true),
          Map.entry("api.ingress.host", "tokens.example.org"),
          Map.entry("api.ingress.tlsSecretName", "tokens-tls"),
          Map.entry("api.httpRoute.enabled", true),
          Map.entry("api.httpRoute.parentRefs[0].name", "public"),
          Map.entry("monitoring.serviceMonitor.enabled", true),
          Map.entry("monitoring.prometheusRule.enabled", true),
          Map.entry("monitoring.dashboard.enabled", true));

  private static final List<String> KINDS =
      List.of(
          "ResourceQuota",
          "NetworkPolicy",
          "HorizontalPodAutoscaler",
          "Ingress",
          "PodDisruptionBudget",
          "ConfigMap",
          "Deployment",
          "Service");

  @Test
  void nothingOfItIsThereByDefault() {
    assertThat(Rendered.withDefaults().objects().stream().map(GenericKubernetesResource::getKind))
        .doesNotContain(
            "ResourceQuota",
            "NetworkPolicy",
            "HorizontalPodAutoscaler",
            "Ingress",
            "HTTPRoute",
            "ServiceMonitor",
            "PrometheusRule");
  }

  @Test
  void theApiServerTakesAllOfIt(LocalCluster cluster) {
    Rendered rendered = Rendered.of("1.36.0", EVERYTHING);
    KubernetesClient client = cluster.adminClient();
    for (String kind : KINDS) {
      assertThat(rendered.ofKind(kind)).as(kind).isNotEmpty();
      rendered
          .ofKind(kind)
          .forEach(
              object ->
                  assertThat(client.resource(object).dryRun().forceConflicts().serverSideApply())
                      .isNotNull());
    }
  }

  @Test
  void aRestrictedNamespaceTakesThePods(LocalCluster cluster) {
    KubernetesClient client = cluster.adminClient();
    String namespace = "restricted-" + System.nanoTime();
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    Rendered.withDefaults()
        .ofKind("Deployment")
        .forEach(
            deployment -> {
              Map<String, Object> template = deployment.get("spec", "template");
              var pod = Serialization.unmarshal(Serialization.asYaml(template), Pod.class);
              pod.getMetadata().setName("a-pod");
              pod.getMetadata().setNamespace(namespace);
              pod.getSpec().setServiceAccountName(null);
              assertThat(client.resource(pod).dryRun().create()).isNotNull();
            });
  }

  @Test
  void theNewPodsOfAnUpgradeKeepApartFromEachOther() {
    Map<String, Object> pod = facade(Map.of()).get("spec", "template", "spec");
    assertThat(pod.get("topologySpreadConstraints"))
        .asInstanceOf(list(Map.class))
        .hasSize(2)
        .allSatisfy(
            constraint ->
                assertThat(constraint.get("matchLabelKeys"))
                    .isEqualTo(List.of("pod-template-hash")));
    assertThat(Serialization.asYaml(pod.get("affinity"))).contains("- \"pod-template-hash\"");
  }

  @Test
  void theAutoscalerReplacesTheNumberOfReplicas() {
    assertThat(facade(EVERYTHING).<Object>get("spec", "replicas")).isNull();
    assertThat(facade(Map.of()).<Object>get("spec", "replicas")).isEqualTo(2);
  }

  @Test
  void anAutoscalerNeedsARequestOfProcessorTime() {
    Map<String, Object> none =
        Map.of(
            "api.autoscaling.enabled",
            true,
            "api.resources.requests",
            "null",
            "api.resources.limits",
            "null");
    assertThatThrownBy(() -> Rendered.of("1.36.0", none))
        .hasMessageContaining("api.resources.requests.cpu: name it");
  }

  private static GenericKubernetesResource facade(Map<String, Object> values) {
    return Rendered.of("1.36.0", values)
        .ofKind("Deployment")
        .filter(deployment -> "apitoken-api".equals(deployment.getMetadata().getName()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void routesLeadToManagementAlone() {
    for (String kind : List.of("Ingress", "HTTPRoute")) {
      assertThat(Rendered.of("1.36.0", EVERYTHING).ofKind(kind))
          .singleElement()
          .satisfies(
              route ->
                  assertThat(Serialization.asYaml(route))
                      .contains("/api/v1/api_tokens")
                      .doesNotContain("/auth", "/introspect", "/tokenreview", "metrics"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api.ingress.enabled | true | api.ingress.host: name the host",
        "api.httpRoute.enabled | true | api.httpRoute.parentRefs: name the Gateway",
        "api.ingress.host | not_a_host | at '/api/ingress/host': 'not_a_host' does not match pattern",
        "api.paths[0] | auth | at '/api/paths/0': 'auth' does not match pattern",
        "api.drain | 2m | at '/api/drain': '2m' does not match pattern",
        "api.autoscaling.minReplicas | 0 | at '/api/autoscaling/minReplicas': minimum: got 0, want 1",
        "networkPolicy.client | x | at '/networkPolicy': additional properties 'client' not allowed",
        "monitoring.serviceMonitor.interval | often | at '/monitoring/serviceMonitor/interval': 'often' does not match",
        "quota | many | at '/quota': got string, want object"
      })
  void refusesValuesByTheirPath(String path, String value, String refusal) {
    Object typed = value.equals("true") ? true : value;
    assertThatThrownBy(() -> Rendered.of("1.36.0", Map.of(path, typed)))
        .hasMessageContaining(refusal);
  }

  @Test
  void refusesAnAutoscalerUpsideDown() {
    assertThatThrownBy(
            () ->
                Rendered.of(
                    "1.36.0",
                    Map.of(
                        "api.autoscaling.enabled", true,
                        "api.autoscaling.minReplicas", 5,
                        "api.autoscaling.maxReplicas", 3)))
        .hasMessageContaining("api.autoscaling.maxReplicas: 3 is less than minReplicas, 5");
  }
}
