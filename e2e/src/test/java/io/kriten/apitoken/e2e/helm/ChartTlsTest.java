package io.kriten.apitoken.e2e.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the REST API's certificate comes from, as Helm renders it. */
class ChartTlsTest {

  private static final Map<String, Map<String, Object>> MODES =
      Map.of(
          "operator", Map.of(),
          "certManager", Map.of("api.tls.issuer.name", "letsencrypt"),
          "secret", Map.of("api.tls.secretName", "mine"),
          "disabled", Map.of());

  private static Rendered rendered(String mode, Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(MODES.get(mode));
    values.put("api.tls.mode", mode);
    values.putAll(more);
    return Rendered.of("1.36.0", values);
  }

  private static GenericKubernetesResource object(Rendered rendered, String kind, String name) {
    return rendered
        .ofKind(kind)
        .filter(object -> name.equals(object.getMetadata().getName()))
        .findFirst()
        .orElseThrow();
  }

  private static String api(Rendered rendered) {
    return Serialization.asYaml(object(rendered, "Deployment", "apitoken-api"));
  }

  private static Object variable(Rendered rendered, String deployment, String name) {
    List<Map<String, Object>> variables =
        object(rendered, "Deployment", deployment)
            .get("spec", "template", "spec", "containers", 0, "env");
    return variables.stream()
        .filter(variable -> name.equals(variable.get("name")))
        .map(variable -> variable.get("value"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"operator,apitoken-tls", "certManager,apitoken-tls-cert-manager", "secret,mine"})
  void servesHttpsByThatSecret(String mode, String secret) {
    Rendered rendered = rendered(mode, Map.of());

    assertThat(api(rendered))
        .contains("secretName: \"" + secret + "\"")
        .contains("containerPort: 8443", "name: \"https\"")
        .doesNotContain("containerPort: 8080", "name: \"http\"");
    assertThat(variable(rendered, "apitoken-api", "APITOKEN_PORT")).isEqualTo("-1");
    assertThat(Serialization.asYaml(object(rendered, "Service", "apitoken-api")))
        .contains("port: 443", "targetPort: \"https\"")
        .doesNotContain("port: 80\n");
  }

  @Test
  void canServePlainHttp() {
    Rendered rendered = rendered("disabled", Map.of());

    assertThat(api(rendered))
        .contains("containerPort: 8080", "name: \"http\"")
        .doesNotContain("containerPort: 8443", "/etc/apitoken/tls");
    assertThat(variable(rendered, "apitoken-api", "APITOKEN_PORT")).isEqualTo("8080");
    assertThat(Serialization.asYaml(object(rendered, "Service", "apitoken-api")))
        .contains("port: 80\n", "targetPort: \"http\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"operator", "certManager", "secret", "disabled"})
  void probesAskTheMetricsPortInPlainHttp(String mode) {
    Map<String, Object> container =
        object(rendered(mode, Map.of()), "Deployment", "apitoken-api")
            .get("spec", "template", "spec", "containers", 0);

    Map.of("startupProbe", "/livez", "livenessProbe", "/livez", "readinessProbe", "/readyz")
        .forEach(
            (probe, path) ->
                assertThat(container.get(probe))
                    .as(probe)
                    .asInstanceOf(MAP)
                    .containsEntry(
                        "httpGet", Map.of("path", path, "port", "metrics", "scheme", "HTTP")));
  }

  @ParameterizedTest
  @CsvSource({"operator,true", "certManager,false", "secret,false", "disabled,false"})
  void theOperatorMakesCertificatesWhereItIsAskedTo(String mode, boolean makes) {
    Rendered rendered = rendered(mode, Map.of("api.tls.names[0]", "api.example.org"));

    assertThat(variable(rendered, "apitoken-operator", "APITOKEN_CERTIFICATE_NAMES"))
        .isEqualTo(
            makes
                ? "apitoken-api,apitoken-api.apitoken-system,apitoken-api.apitoken-system.svc,"
                    + "apitoken-api.apitoken-system.svc.cluster.local,api.example.org"
                : "");
    assertThat(rendered.ofKind("Role").map(Serialization::asYaml))
        .filteredOn(role -> role.contains("apitoken-ca"))
        .hasSize(makes ? 1 : 0);
    assertThat(rendered.ofKind("Role").map(Serialization::asYaml))
        .filteredOn(role -> role.contains("name: \"apitoken-api\""))
        .noneMatch(role -> role.contains("apitoken-ca"));
  }

  @Test
  void certManagerIsAskedForNamesAndAddresses() {
    Rendered rendered =
        rendered(
            "certManager", Map.of("api.tls.names[0]", "10.96.0.7", "api.tls.names[1]", "fd00::7"));
    GenericKubernetesResource certificate = object(rendered, "Certificate", "apitoken-api");

    assertThat(certificate.<List<String>>get("spec", "dnsNames"))
        .contains("apitoken-api.apitoken-system.svc")
        .hasSize(4);
    assertThat(certificate.<List<String>>get("spec", "ipAddresses"))
        .containsExactly("10.96.0.7", "fd00::7");
    assertThat(certificate.<Map<String, Object>>get("spec", "issuerRef"))
        .containsEntry("name", "letsencrypt")
        .containsEntry("kind", "ClusterIssuer");
    assertThat(rendered("operator", Map.of()).ofKind("Certificate")).isEmpty();
  }

  @Test
  void clientCertificatesNeedHttps() {
    Map<String, Object> clients = Map.of("api.tokenReview.clientCaConfigMap", "webhook-ca");

    assertThat(api(rendered("operator", clients)))
        .contains("name: \"webhook-ca\"", "/etc/apitoken/tokenreview-clients/ca.crt");
    assertThatThrownBy(() -> rendered("disabled", clients))
        .hasMessageContaining("a client certificate counts over HTTPS only; set api.tls.mode");
  }
}
