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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Alerts and dashboard against the programs and the page for whoever is on call. */
@ExtendWith(ClusterExtension.class)
class MonitoringTest {

  private static final Path FILES = Rendered.CHART.resolve("files").resolve("monitoring");
  private static final Path FIRING = Path.of("..", "helm", "alerts", "test.yaml");
  private static final Pattern SERIES = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? ");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Set<String> BY_PROMETHEUS =
      Set.of("namespace", "pod", "container", "endpoint", "service", "job", "instance");
  // The first once a step towards a key has failed, the others where HTTPS is served.
  private static final Set<String> SHOWN_AT_TIMES =
      Set.of(
          "apitoken_mint_failures_total",
          "apitoken_certificate_expiry_seconds",
          "apitoken_certificate_current");

  @Test
  void onlyMetricsThatTheProgramsTell(LocalCluster cluster) throws IOException {
    Rest.byKey(cluster, "kri_nonsense").get("/auth");
    Rest.byKey(cluster, "kri_nonsense").get(Rest.TOKENS);
    Map<String, Set<String>> told = metrics(cluster.facadeMetricsUrl());
    told.putAll(metrics(cluster.operatorUrl().resolve("/metrics")));
    SHOWN_AT_TIMES.forEach(name -> told.putIfAbsent(name, BY_PROMETHEUS));

    List<Expression> expressions = expressions();
    assertThat(expressions)
        .hasSizeGreaterThan(20)
        .allSatisfy(expression -> assertThat(expression.labels()).isNotEmpty());
    assertThat(expressions)
        .allSatisfy(
            expression ->
                expression
                    .labels()
                    .forEach(
                        (metric, labels) -> {
                          assertThat(told).containsKey(metric);
                          assertThat(told.get(metric)).as(metric).containsAll(labels);
                        }));
  }

  private static List<Expression> expressions() throws IOException {
    List<String> texts = new ArrayList<>();
    for (String file : List.of("alerts.yaml", "dashboard.json")) {
      texts.addAll(
          Serialization.unmarshal(Files.readString(FILES.resolve(file)), JsonNode.class)
              .findValuesAsText("expr"));
    }
    return texts.stream().map(Expression::new).toList();
  }

  /** The labels of each metric, with those that Prometheus adds. */
  private static Map<String, Set<String>> metrics(URI url) throws IOException {
    Map<String, Set<String>> metrics = new TreeMap<>();
    try (InputStream in = url.toURL().openStream()) {
      SERIES
          .matcher(new String(in.readAllBytes(), UTF_8))
          .results()
          .forEach(
              series ->
                  LABEL
                      .matcher(series.group(2) == null ? "" : series.group(2))
                      .results()
                      .map(label -> label.group(1))
                      .forEach(
                          metrics.computeIfAbsent(
                                  series.group(1), name -> new TreeSet<>(BY_PROMETHEUS))
                              ::add));
    }
    return metrics;
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
