package io.kriten.apitoken.e2e.helm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Alerts and dashboard against the programs and the page for whoever is on call. */
@ExtendWith(ClusterExtension.class)
class MonitoringTest {

  private static final Path FILES = Rendered.CHART.resolve("files").resolve("monitoring");
  private static final Path FIRING = Path.of("..", "helm", "alerts", "test.yaml");
  private static final Pattern METRIC = Pattern.compile("apitoken_[a-z_]+");
  // The first once a step towards a key has failed, the others where HTTPS is served.
  private static final Set<String> SHOWN_AT_TIMES =
      Set.of(
          "apitoken_mint_failures_total",
          "apitoken_certificate_expiry_seconds",
          "apitoken_certificate_current");

  @Test
  void onlyMetricsThatTheProgramsTell(LocalCluster cluster) throws IOException {
    Rest.byKey(cluster, "kri_nonsense").get("/auth");
    Set<String> told = metrics(cluster.facadeMetricsUrl());
    told.addAll(metrics(cluster.operatorUrl().resolve("/metrics")));
    told.addAll(SHOWN_AT_TIMES);

    Set<String> used = expressions(Files.readString(FILES.resolve("alerts.yaml")));
    used.addAll(expressions(Files.readString(FILES.resolve("dashboard.json"))));
    assertThat(used).hasSizeGreaterThan(10).isSubsetOf(told);
  }

  private static Set<String> expressions(String text) {
    return text.lines()
        .filter(line -> line.contains("expr"))
        .flatMap(line -> METRIC.matcher(line).results())
        .map(match -> match.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> metrics(URI url) throws IOException {
    try (InputStream in = url.toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("[{ ]", 2)[0])
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void everyAlertIsMadeToFire() throws IOException {
    String firing = Files.readString(FIRING);
    assertThat(alerts())
        .hasSizeGreaterThan(8)
        .allSatisfy(
            alert ->
                assertThat(firing)
                    .containsPattern("alertname: " + alert + "\n +exp_alerts:\n +- exp_labels"));
  }

  @Test
  void everyAlertLeadsToItsPartOfThePage() throws IOException {
    List<String> headings =
        Files.readString(Path.of("..", "docs", "on-call.md"))
            .lines()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4).strip())
            .toList();
    assertThat(headings).containsAll(alerts());

    String rule =
        Rendered.of("1.36.0", Map.of("monitoring.prometheusRule.enabled", true))
            .ofKind("PrometheusRule")
            .map(Serialization::asYaml)
            .findFirst()
            .orElseThrow();
    assertThat(alerts())
        .allSatisfy(
            alert ->
                assertThat(rule).contains("docs/on-call.md#" + alert.toLowerCase(Locale.ROOT)));
  }

  private static List<String> alerts() throws IOException {
    JsonNode file =
        Serialization.unmarshal(Files.readString(FILES.resolve("alerts.yaml")), JsonNode.class);
    return file.findValuesAsText("alert");
  }

  @Test
  void theDashboardIsWhatGrafanaReads() {
    String dashboard =
        Rendered.of("1.36.0", Map.of("monitoring.dashboard.enabled", true))
            .ofKind("ConfigMap")
            .filter(map -> "apitoken-dashboard".equals(map.getMetadata().getName()))
            .map(map -> map.<String>get("data", "apitoken.json"))
            .findFirst()
            .orElseThrow();
    JsonNode json = Serialization.unmarshal(dashboard, JsonNode.class);
    assertThat(json.path("panels")).hasSizeGreaterThan(8);
    assertThat(json.findValuesAsText("expr"))
        .allSatisfy(expression -> assertThat(expression).contains("{namespace=\"$namespace\""));
  }
}
