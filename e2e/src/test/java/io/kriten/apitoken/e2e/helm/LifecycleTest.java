package io.kriten.apitoken.e2e.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.TestCommand;
import com.marcnuri.helm.UpgradeCommand;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.e2e.ThirdLane;
import io.kriten.apitoken.local.BinaryLocator;
import io.kriten.apitoken.local.ControlPlane;
import io.kriten.apitoken.local.ControlPlaneSettings;
import io.kriten.apitoken.local.Directories;
import io.kriten.apitoken.local.KubernetesBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Install, upgrade, uninstall and install again, in one life, by real Helm on a control plane of
 * its own.
 */
@ThirdLane
class LifecycleTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TOKEN =
      """
      apiVersion: kriten.io/v1alpha1
      kind: ApiToken
      metadata:
        name: %s
        namespace: apitokens
      spec:
        description: survives
      """;

  @TempDir static Path temporary;

  private static ControlPlane controlPlane;
  private static Kubectl kubectl;

  @BeforeAll
  static void controlPlane() throws IOException {
    Path directory = Path.of("target", "helm-cluster");
    Directories.delete(directory);
    KubernetesBinaries binaries = BinaryLocator.ofThisProcess(line -> {}).locate();
    controlPlane =
        new ControlPlane(
            binaries,
            new ControlPlaneSettings(directory, 0, Map.of(), List.of(), false),
            Clock.systemUTC());
    controlPlane.start();
    kubectl = Kubectl.of(binaries, controlPlane.kubeconfig());
  }

  @AfterAll
  static void end() {
    controlPlane.close();
  }

  @Test
  void fromTheFirstInstallationToTheNext() throws IOException {
    install(olderChart());
    await().atMost(PATIENCE).until(() -> create("first").exit() == 0);
    assertThat(columns()).doesNotContain("EXPIRES");
    assertThat(get("deployments", "apitoken-system")).containsOnlyOnce("apitoken-operator");

    upgrade(Map.of());
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(columns()).contains("EXPIRES"));

    theAutoscalersNumberOfReplicasStays();
    thePodOfHelmTestMayRunWhereTheFacadesMay();

    String shard = "configmap/apitoken-last-use-2a";
    kubectl
        .run("patch", shard, "--namespace=apitoken-system", "-p", "{\"data\":{\"uses\":\"seen\"}}")
        .expectSuccess();
    upgrade(Map.of("policy.allowNeverExpires", false));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(create("refused").err())
                    .contains("this installation allows no token that never expires"));
    assertThat(get(shard, "apitoken-system")).as("data").containsPattern("2a +1 ");

    Helm.uninstall("apitoken")
        .withNamespace(Rendered.RELEASE_NAMESPACE)
        .withKubeConfig(controlPlane.kubeconfig())
        .call();
    assertThat(get("apitokens", "apitokens")).contains("first");
    assertThat(get("crd", "default")).contains("apitokens.kriten.io");
    assertThat(get("deployments,serviceaccounts,roles,rolebindings", "apitoken-system"))
        .doesNotContain("apitoken-");
    assertThat(get("rolebindings,roles", "apitokens")).doesNotContain("apitoken-");
    assertThat(get("clusterroles,clusterrolebindings", "default")).doesNotContain("apitoken-");
    assertThat(create("unguarded").err())
        .as("what guards tokens stays with them")
        .contains("this installation allows no token that never expires");

    install(Rendered.CHART);
    await().atMost(PATIENCE).until(() -> create("second").exit() == 0);
    upgrade(Map.of("policy.allowNeverExpires", false));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(create("refused").err())
                    .as("the API server still follows the ConfigMap")
                    .contains("this installation allows no token that never expires"));
    assertThat(get("apitokens", "apitokens")).contains("first").contains("second");
  }

  /** None is dropped when it is switched on, nor when it has added some: here it is us. */
  private static void theAutoscalersNumberOfReplicasStays() {
    Map<String, Object> on = Map.of("api.autoscaling.enabled", true);
    upgrade(on);
    assertThat(replicas()).isEqualTo("2");
    kubectl
        .run("scale", "deployment/apitoken-api", "--namespace=apitoken-system", "--replicas=5")
        .expectSuccess();
    upgrade(on);
    assertThat(replicas()).isEqualTo("5");
    upgrade(Map.of("api.autoscaling.enabled", false));
    assertThat(replicas()).isEqualTo("2");
  }

  private static void thePodOfHelmTestMayRunWhereTheFacadesMay() {
    upgrade(
        Map.of(
            "image.pullSecrets[0]", "a-registry",
            "api.nodeSelector.disk", "a-fast-one",
            "api.tolerations[0].key", "a-taint",
            "api.tolerations[0].operator", "Exists",
            "api.priorityClassName", "system-cluster-critical"));
    TestCommand test =
        Helm.test("apitoken")
            .withNamespace(Rendered.RELEASE_NAMESPACE)
            .withKubeConfig(controlPlane.kubeconfig())
            .withTimeout(1);
    assertThatThrownBy(test::call).as("nothing runs pods here").isNotNull();
    assertThat(
            kubectl
                .run("get", "pod/apitoken-test", "--namespace=apitoken-system", "-o=yaml")
                .expectSuccess())
        .contains(
            "- name: a-registry",
            "disk: a-fast-one",
            "key: a-taint",
            "priorityClassName: system-cluster-critical");
  }

  private static String replicas() {
    return kubectl
        .run(
            "get",
            "deployment/apitoken-api",
            "--namespace=apitoken-system",
            "-o=jsonpath={.spec.replicas}")
        .expectSuccess();
  }

  /** The chart as it might have been before the column EXPIRES. */
  private static Path olderChart() throws IOException {
    Path copy = temporary.resolve("apitoken");
    try (Stream<Path> files = Files.walk(Rendered.CHART)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(Rendered.CHART.relativize(file).toString()));
      }
    }
    Path crd = copy.resolve("templates").resolve("crd-apitokens.yaml");
    String column =
        """
            - jsonPath: ".spec.expires"
              name: "EXPIRES"
              priority: 0
              type: "string"
        """;
    String today = Files.readString(crd);
    assertThat(today).contains(column);
    Files.writeString(crd, today.replace(column, ""));
    return copy;
  }

  private static void install(Path chart) {
    InstallCommand command =
        new Helm(chart)
            .install()
            .withName("apitoken")
            .withNamespace(Rendered.RELEASE_NAMESPACE)
            .createNamespace()
            .withKubeConfig(controlPlane.kubeconfig());
    assertThat(command.call().getStatus()).isEqualTo("deployed");
  }

  private static void upgrade(Map<String, Object> values) {
    UpgradeCommand command =
        new Helm(Rendered.CHART)
            .upgrade()
            .withName("apitoken")
            .withNamespace(Rendered.RELEASE_NAMESPACE)
            .withKubeConfig(controlPlane.kubeconfig());
    values.forEach(command::set);
    assertThat(command.call().getStatus()).isEqualTo("deployed");
  }

  private static Kubectl.Result create(String name) {
    return kubectl.runWithInput(TOKEN.formatted(name), "create", "-f", "-");
  }

  private static String columns() {
    return get("apitokens", "apitokens").lines().findFirst().orElseThrow();
  }

  private static String get(String kinds, String namespace) {
    return kubectl.run("get", kinds, "--namespace=" + namespace).expectSuccess();
  }
}
