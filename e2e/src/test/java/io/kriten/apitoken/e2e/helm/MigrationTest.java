package io.kriten.apitoken.e2e.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever upgrades finds each default that changed since the chart before this one. */
class MigrationTest {

  private static Map<String, Object> before;
  private static Map<String, Object> now;
  private static List<String> rows;

  @BeforeAll
  static void read() throws IOException {
    before = leaves(PreviousChartTest.PREVIOUS);
    now = leaves(Rendered.CHART);
    rows =
        Files.readAllLines(Path.of("..", "docs", "install.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
  }

  @Test
  void eachChangedDefaultHasARow() {
    assertThat(before.keySet())
        .hasSizeGreaterThan(40)
        .filteredOn(path -> !before.get(path).equals(now.get(path)))
        .isNotEmpty()
        .allSatisfy(
            path ->
                assertThat(rows)
                    .as("row of %s: %s, now %s", path, before.get(path), now.get(path))
                    .anyMatch(
                        row ->
                            row.contains("`" + path + "`")
                                && row.contains(before.get(path).toString())
                                && row.contains(now.getOrDefault(path, "").toString())));
  }

  /** Defaults by dotted path; lists and empty maps as a whole. */
  private static Map<String, Object> leaves(Path chart) {
    Map<?, ?> values = Serialization.unmarshal(new Helm(chart).show().values().call(), Map.class);
    Map<String, Object> leaves = new TreeMap<>();
    flatten("", values).forEach(leaf -> leaves.put(leaf.getKey(), leaf.getValue()));
    return leaves;
  }

  private static Stream<Map.Entry<String, Object>> flatten(String path, Object value) {
    return value instanceof Map<?, ?> map && !map.isEmpty()
        ? map.entrySet().stream()
            .flatMap(
                e ->
                    flatten(
                        path.isEmpty() ? "" + e.getKey() : path + "." + e.getKey(), e.getValue()))
        : Stream.of(Map.entry(path, value));
  }
}
