package io.kriten.apitoken.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever is on call finds each metric of ours in the pages, and each that they name is there. */
@ExtendWith(ClusterExtension.class)
class MetricsTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (apitoken_\\w+) ");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(apitoken_\\w+\\*?)");

  /** A histogram's and a summary's maximum is a family of its own. */
  private static final Pattern MAXIMUM = Pattern.compile("_max$");

  /** Meters of events that no healthy cluster has. */
  private static final Set<String> AFTER_A_FAILURE =
      Set.of("apitoken_operator_sdk_reconciliations_failed_total");

  private static Set<String> documented;
  private static Set<String> served;

  @BeforeAll
  static void both(LocalCluster cluster) throws IOException {
    Rest alice = Rest.as(cluster, "alice");
    String key = alice.create("{}").get("key").asText();
    assertThat(Rest.byKey(cluster, key).get("/auth").status()).isEqualTo(200);
    documented =
        Stream.of("on-call.md", "conditions.md")
            .flatMap(page -> names(ROW, page(page)).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    served = new TreeSet<>(names(FAMILY, read(cluster.facadeMetricsUrl())));
    served.addAll(names(FAMILY, read(cluster.operatorUrl().resolve("/metrics"))));
  }

  @Test
  void eachIsDocumented() {
    assertThat(served)
        .isNotEmpty()
        .allMatch(
            name ->
                documented.stream()
                    .anyMatch(row -> covers(row, MAXIMUM.matcher(name).replaceAll(""))));
  }

  @Test
  void eachOfThePagesIsServed() {
    assertThat(documented)
        .isNotEmpty()
        .filteredOn(row -> !AFTER_A_FAILURE.contains(row))
        .allMatch(row -> served.stream().anyMatch(name -> covers(row, name)));
  }

  private static boolean covers(String row, String name) {
    return row.endsWith("*")
        ? name.startsWith(row.substring(0, row.length() - 1))
        : name.equals(row);
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toSet());
  }

  private static String page(String name) {
    try {
      return Files.readString(DOCS.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String read(URI uri) throws IOException {
    try (InputStream in = uri.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
