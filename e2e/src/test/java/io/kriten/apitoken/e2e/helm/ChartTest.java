package io.kriten.apitoken.e2e.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart as Helm renders it. */
class ChartTest {

  private static final Set<String> CLUSTER_SCOPED =
      Set.of(
          "Namespace",
          "CustomResourceDefinition",
          "ClusterRole",
          "ClusterRoleBinding",
          "MutatingAdmissionPolicy",
          "MutatingAdmissionPolicyBinding",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding");

  @Test
  void lints() {
    LintResult result = new Helm(Rendered.CHART).lint().strict().call();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @Test
  void stampsTheOwnerWhereKubernetesCan() {
    assertThat(Rendered.of("1.36.0", Map.of()).ofKind("MutatingAdmissionPolicy")).hasSize(1);
    assertThat(Rendered.of("1.36.0", Map.of()).ofKind("MutatingAdmissionPolicyBinding")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.30.0", "1.35.9", "1.35.9-gke.100"})
  void leavesTheOwnerToTheManifestBefore(String kubernetes) {
    Rendered rendered = Rendered.of(kubernetes, Map.of());

    assertThat(rendered.objects()).noneMatch(object -> object.getKind().startsWith("Mutating"));
    assertThat(rendered.ofKind("ValidatingAdmissionPolicy")).hasSize(3);
    assertThat(rendered.ofKind("ValidatingAdmissionPolicyBinding")).hasSize(3);
  }

  @Test
  void lastUsesHaveTheirConfigMapsAndNoMoreRightThanToThem() {
    Rendered on = Rendered.withDefaults();
    assertThat(on.ofKind("ConfigMap").filter(ChartTest::isLastUse)).hasSize(64);
    assertThat(on.ofKind("Role").map(Serialization::asYaml))
        .anySatisfy(
            role -> assertThat(role).contains("apitoken-last-use-00", "apitoken-last-use-3f"));

    Rendered off = Rendered.of("1.36.0", Map.of("api.lastUse", false));
    assertThat(off.ofKind("ConfigMap")).noneMatch(ChartTest::isLastUse);
    assertThat(off.ofKind("Role").map(Serialization::asYaml))
        .noneMatch(role -> role.contains("apitoken-last-use"));
  }

  private static boolean isLastUse(GenericKubernetesResource object) {
    return object.getMetadata().getName().startsWith("apitoken-last-use-");
  }

  @Test
  void refusesKubernetesBefore130() {
    assertThatThrownBy(() -> Rendered.of("1.29.9", Map.of()))
        .hasMessageContaining("chart requires kubeVersion: >=1.30.0-0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "polcy.maxLifetime | 720h | additional properties 'polcy' not allowed",
        "policy.maxLifetime | 30d | at '/policy/maxLifetime': '30d' does not match pattern",
        "policy.maxlifetime | 720h | at '/policy': additional properties 'maxlifetime' not allowed",
        "policy.allowNeverExpires | maybe | at '/policy/allowNeverExpires': got string, want"
            + " boolean",
        "namespaces | apitokens | at '/namespaces': got string, want array",
        "namespaces[0] | Bad_Name | at '/namespaces/0': 'Bad_Name' does not match pattern",
        "namespaces[0] | apitoken-system | namespaces: \"apitoken-system\" is the release's own"
            + " namespace",
        "rbac.users[0].name | alice | at '/rbac/users/0': missing property 'kind'",
        "rbac.users[0].kind | Robot | at '/rbac/users/0/kind': value must be one of 'User',"
            + " 'Group', 'ServiceAccount'",
        "workloads.enabled | 1 | at '/workloads/enabled': got number, want boolean",
        "operator.replicas | -1 | at '/operator/replicas': minimum: got -1, want 0",
        "operator.retention | 0s | at '/operator/retention': '0s' does not match pattern",
        "operator.retencion | 1h | at '/operator': additional properties 'retencion' not allowed",
        "api.maxStaleness | 1d | at '/api/maxStaleness': '1d' does not match pattern",
        "api.allowedOrigins[0] | * | at '/api/allowedOrigins/0': '*' does not match pattern",
        "api.tls.mode | self-signed | at '/api/tls/mode': value must be one of 'operator', 'certManager', 'secret', 'disabled'",
        "api.tls.mode | secret | at '/api/tls/secretName': minLength: got 0, want 1",
        "api.tls.mode | certManager | at '/api/tls/issuer/name': minLength: got 0, want 1",
        "api.tls.names[0] | https://x | at '/api/tls/names/0': 'https://x' does not match pattern",
        "image.pullPolicy | Sometimes | at '/image/pullPolicy': value must be one of 'Always',"
            + " 'IfNotPresent', 'Never'",
        "api.resources.limit.memory | 1Gi | at '/api/resources': additional properties 'limit' not"
            + " allowed"
      })
  void refusesValuesByTheirPath(String path, String value, String refusal) {
    assertThatThrownBy(() -> Rendered.of("1.36.0", Map.of(path, value)))
        .hasMessageContaining(refusal);
  }

  @Test
  void everythingLiesWhereItShould() {
    for (GenericKubernetesResource object : Rendered.withDefaults().objects()) {
      String namespace = object.getMetadata().getNamespace();
      if (CLUSTER_SCOPED.contains(object.getKind())) {
        assertThat(namespace).as(object.toString()).isNull();
      } else {
        assertThat(namespace).as(object.toString()).isIn("apitoken-system", "apitokens");
      }
    }
  }

  /** YAML takes digits for a number, which Kubernetes refuses as a name. */
  @Test
  void namespacesOfDigitsAreNames(@TempDir Path directory) throws IOException {
    Path values = Files.writeString(directory.resolve("values.yaml"), "namespaces: [\"2026\"]\n");

    String rendered =
        new Helm(Rendered.CHART)
            .template()
            .withName("apitoken")
            .withNamespace("42")
            .withKubeVersion("1.36.0")
            .withValuesFile(values)
            .set("monitoring.serviceMonitor.enabled", true)
            .set("networkPolicy.enabled", true)
            .set("quota.pods", 1)
            .call();

    assertThat(rendered.lines())
        .contains("  namespace: \"2026\"", "  namespace: \"42\"")
        .noneMatch(line -> line.matches(".*[:-] (2026|42)"));
  }

  @Test
  void workloadsCanStayAway() {
    Rendered rendered = Rendered.of("1.36.0", Map.of("workloads.enabled", false));

    assertThat(rendered.objects())
        .noneMatch(
            object ->
                Set.of("Deployment", "Service", "PodDisruptionBudget").contains(object.getKind()))
        .anyMatch(object -> "ServiceAccount".equals(object.getKind()));
  }

  @Test
  void noRoleHasAWildcard() {
    Rendered rendered = Rendered.withDefaults();

    assertThat(Stream.concat(rendered.ofKind("Role"), rendered.ofKind("ClusterRole")))
        .isNotEmpty()
        .allSatisfy(role -> assertThat(Serialization.asYaml(role)).doesNotContain("\"*\""));
  }

  @Test
  void podsAreHardened() {
    List<GenericKubernetesResource> deployments =
        Rendered.withDefaults().ofKind("Deployment").toList();

    assertThat(deployments).hasSize(2);
    for (GenericKubernetesResource deployment : deployments) {
      Map<String, Object> pod = deployment.get("spec", "template", "spec");
      assertThat(pod.get("securityContext"))
          .asInstanceOf(MAP)
          .containsEntry("runAsNonRoot", true)
          .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
      Map<String, Object> container = deployment.get("spec", "template", "spec", "containers", 0);
      assertThat(container.get("securityContext"))
          .isEqualTo(
              Map.of(
                  "allowPrivilegeEscalation",
                  false,
                  "readOnlyRootFilesystem",
                  true,
                  "capabilities",
                  Map.of("drop", List.of("ALL"))));
      assertThat(container).containsKeys("resources", "livenessProbe", "readinessProbe");
    }
  }

  @Test
  void eachNamespaceOfTokensGetsItsRoles() {
    Rendered rendered =
        Rendered.of("1.36.0", Map.of("namespaces[0]", "team-a", "namespaces[1]", "team-b"));

    assertThat(rendered.ofKind("Namespace").map(n -> n.getMetadata().getName()))
        .containsExactly("team-a", "team-b");
    for (String namespace : List.of("team-a", "team-b")) {
      assertThat(
              rendered
                  .ofKind("RoleBinding")
                  .filter(binding -> namespace.equals(binding.getMetadata().getNamespace()))
                  .map(binding -> binding.getMetadata().getName()))
          .containsExactlyInAnyOrder("apitoken-operator", "apitoken-api", "apitoken-creator");
    }
  }

  @Test
  void creationByEverybodyCanBeSwitchedOff() {
    assertThat(
            Rendered.of("1.36.0", Map.of("rbac.authenticatedUsersMayCreate", false))
                .ofKind("RoleBinding"))
        .noneMatch(binding -> "apitoken-creator".equals(binding.getMetadata().getName()));
  }

  @Test
  void everyValueIsDocumented() throws IOException {
    Map<?, ?> values =
        Serialization.unmarshal(Files.readString(Rendered.CHART.resolve("values.yaml")), Map.class);
    String page = Files.readString(Path.of("..", "docs", "chart-values.md"));

    assertThat(leaves("", values))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            path ->
                assertThat(page)
                    .containsAnyOf(
                        "`" + path + "`", "`" + path.substring(path.indexOf('.') + 1) + "`"));
  }

  private static Stream<String> leaves(String prefix, Map<?, ?> values) {
    return values.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue() instanceof Map<?, ?> map
                        && !map.isEmpty()
                        && !"resources".equals(entry.getKey())
                    ? leaves(prefix + entry.getKey() + ".", map)
                    : Stream.of(prefix + entry.getKey()));
  }
}
