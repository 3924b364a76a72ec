package io.kriten.apitoken.e2e.leak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.Etcd;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
public final class Traces {

  /** The one kind of object that may hold a key. */
  private static final Pattern DELIVERY_SECRET =
      Pattern.compile("/registry/secrets/[^/]+/apitoken-key-[^/]+");

  /**
   * Logs of this and every other cluster of the suite are in here, and what operator, facade and
   * tests log, the audit log among it (see logback-test.xml).
   */
  private static final Path LOGS = Path.of("target");

  private final LocalCluster cluster;

  public Traces(LocalCluster cluster) {
    this.cluster = cluster;
  }

  /** Where which keys are found; of each key its hint. Empty when there is none. */
  Map<String, Set<String>> everywhere(Needles needles) throws IOException {
    Map<String, Set<String>> found = inEtcd(needles);
    for (Path log : logs()) {
      note(found, log.toString(), needles.in(Files.readAllBytes(log)));
    }
    for (URI metrics :
        List.of(cluster.operatorUrl().resolve("/metrics"), cluster.facadeMetricsUrl())) {
      String text = read(metrics);
      assertThat(text).as("%s", metrics).contains("apitoken_");
      note(found, metrics.toString(), needles.in(text));
    }
    return found;
  }

  /** The same in its etcd alone, Events included, and delivery Secrets left out. */
  public Map<String, Set<String>> inEtcd(Needles needles) {
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
    return found;
  }

  /**
   * Writes down what something tells as its metrics, right before it stops: the file is searched
   * with the logs.
   *
   * @param name of the file, without its end
   */
  public static void keepMetrics(URI metrics, String name) {
    try {
      Files.writeString(LOGS.resolve(name + ".metrics.log"), read(metrics));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.walk(LOGS, 2)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
  }

  private static String read(URI uri) throws IOException {
    try (InputStream in = uri.toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
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
