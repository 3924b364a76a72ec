package io.kriten.apitoken.e2e.leak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.Etcd;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that a cluster leaves behind: its etcd, the logs of everything that ran, and metrics. */
final class Traces {

  /** The one kind of object that may hold a key. */
  private static final Pattern DELIVERY_SECRET =
      Pattern.compile("/registry/secrets/[^/]+/apitoken-key-[^/]+");

  /** What operator, facade and these tests log, the audit log among it: see logback-test.xml. */
  private static final Path LOG = Path.of("target", "e2e.log");

  private final LocalCluster cluster;

  Traces(LocalCluster cluster) {
    this.cluster = cluster;
  }

  /** Where which keys are found; of each key its hint. Empty when there is none. */
  Map<String, Set<String>> search(Needles needles) throws IOException {
    Map<String, Set<String>> found = new TreeMap<>();
    try (Etcd etcd = new Etcd(cluster)) {
      etcd.forEach(
          (key, value) -> {
            note(found, "etcd key " + key, needles.in(key));
            if (!DELIVERY_SECRET.matcher(key).matches()) {
              note(found, "etcd " + key, needles.in(value));
            }
          });
    }
    for (Path log : logs()) {
      note(found, log.toString(), needles.in(Files.readAllBytes(log)));
    }
    for (URI metrics : metrics()) {
      String text = read(metrics);
      assertThat(text).as("%s", metrics).contains("apitoken_");
      note(found, metrics.toString(), needles.in(text));
    }
    return found;
  }

  private List<URI> metrics() {
    return List.of(
        cluster.operatorUrl().resolve("/metrics"), cluster.facadeMetricsUrl().resolve("/metrics"));
  }

  private static String read(URI uri) throws IOException {
    try (InputStream in = uri.toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private List<Path> logs() throws IOException {
    Path directory = cluster.controlPlane().apiServer().log().getParent();
    try (Stream<Path> files = Files.list(directory)) {
      return Stream.concat(
              Stream.of(LOG), files.filter(file -> file.toString().endsWith(".log")).sorted())
          .toList();
    }
  }

  private static void note(Map<String, Set<String>> found, String where, Set<String> keys) {
    if (!keys.isEmpty()) {
      found.put(
          where,
          keys.stream()
              .map(key -> key.substring(0, 8))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }
}
