package io.kriten.apitoken.e2e.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.InNamespacesOfItsOwn;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The resource as kubectl shows it. */
@InNamespacesOfItsOwn
class ResourceTest {

  private static final String TOKEN =
      """
      apiVersion: kriten.io/v1alpha1
      kind: ApiToken
      metadata:
        name: shown
      spec:
        owner: {username: alice}
        expires: "2040-01-01T00:00:00Z"
        keySerial: 2
        delivery: {ttl: 2h}
      """;

  private final Kubectl kubectl;

  ResourceTest(LocalCluster cluster) {
    kubectl = Kubectl.asClusterAdmin(cluster).with("--namespace=default");
  }

  @BeforeEach
  void create() {
    kubectl.runWithInput(TOKEN, "create", "-f", "-").expectSuccess();
    status(
        "[{\"type\": \"Ready\", \"status\": \"True\", \"reason\": \"Active\", \"message\": \"\", \"lastTransitionTime\": \"2030-01-01T00:00:00Z\"}]");
  }

  @AfterEach
  void remove() {
    kubectl.run("delete", "apitoken", "shown").expectSuccess();
  }

  @ParameterizedTest
  @ValueSource(strings = {"apitokens", "apitoken", "at", "kriten"})
  void columns(String name) {
    assertThat(kubectl.run("get", name).expectSuccess().lines().toList().get(0).split(" +"))
        .containsExactly("NAME", "OWNER", "ENABLED", "STATE", "EXPIRES", "AGE");
    assertThat(kubectl.run("get", name, "--no-headers").expectSuccess())
        .containsPattern("(?m)^shown +alice +true +Active +2040-01-01T00:00:00Z +\\S+$");
  }

  @Test
  void selectableByOwner() {
    assertThat(ownedBy("alice")).isEqualTo("apitoken.kriten.io/shown");
    assertThat(ownedBy("bob")).isEmpty();
  }

  @Test
  void documentedInTheCluster() {
    assertThat(kubectl.run("explain", "apitoken.spec.expires").expectSuccess())
        .contains("RFC 3339 instant from which the key is refused");
  }

  @Test
  void statusIsChangedByItsSubresourceOnly() {
    kubectl
        .run(
            "patch",
            "apitoken",
            "shown",
            "--type=merge",
            "-p",
            "{\"status\": {\"keyHint\": \"kri_made\"}}")
        .expectSuccess();

    assertThat(field("{.status.keyHint}")).isEmpty();
  }

  private String ownedBy(String user) {
    return kubectl
        .run("get", "apitokens", "-o", "name", "--field-selector=spec.owner.username=" + user)
        .expectSuccess();
  }

  private String field(String path) {
    return kubectl.run("get", "apitoken", "shown", "-o", "jsonpath=" + path).expectSuccess();
  }

  private void status(String conditions) {
    kubectl
        .run(
            "patch",
            "apitoken",
            "shown",
            "--subresource=status",
            "--type=merge",
            "-p",
            "{\"status\": {\"conditions\": %s}}".formatted(conditions))
        .expectSuccess();
  }
}
