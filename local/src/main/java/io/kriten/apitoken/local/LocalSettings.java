package io.kriten.apitoken.local;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * What a local cluster runs with.
 *
 * @param directory where its data is kept between runs
 * @param chart the directory of the chart
 * @param port of the kube-apiserver; 0 = any free one
 * @param apiPort of the facade; 0 = any free one
 * @param apiServerArguments more flags for kube-apiserver
 * @param chartValues values of the chart, by dotted path
 * @param durable whether etcd waits for the disk
 * @param progress is told what happens, in lines for a person
 */
public record LocalSettings(
    Path directory,
    Path chart,
    int port,
    int apiPort,
    List<String> apiServerArguments,
    Map<String, Object> chartValues,
    boolean durable,
    Consumer<String> progress) {

  /** Where tokens live. */
  public static final String TOKENS_NAMESPACE = "apitokens";

  /** Where the chart is installed. */
  public static final String RELEASE_NAMESPACE = "apitoken-system";

  /** The group that may see and manage all tokens. */
  public static final String ADMINS = "apitoken-admins";

  /** Who may log in, with their groups. */
  public static final Map<String, List<String>> USERS =
      Map.of(
          "admin", List.of(ADMINS),
          "alice", List.of("devs"),
          "bob", List.of(),
          "carol", List.of("devs", "ops"));

  /** Who works on tokens with kubectl; everyone may make their own over REST. */
  private static final List<String> KUBECTL_USERS = List.of("alice", "bob", "carol");

  public LocalSettings {
    directory = directory.toAbsolutePath().normalize();
    chart = chart.toAbsolutePath().normalize();
    apiServerArguments = List.copyOf(apiServerArguments);
    chartValues = Map.copyOf(chartValues);
  }

  /** The values to install the chart with: the users' roles, and what these settings add. */
  Map<String, Object> allChartValues() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("rbac.admins[0].kind", "Group");
    values.put("rbac.admins[0].name", ADMINS);
    for (int i = 0; i < KUBECTL_USERS.size(); i++) {
      values.put("rbac.users[" + i + "].kind", "User");
      values.put("rbac.users[" + i + "].name", KUBECTL_USERS.get(i));
    }
    values.put("api.tls.mode", "operator");
    values.putAll(chartValues);
    return values;
  }

  /** For tests: any free ports, quick and forgetful disks, progress in the log. */
  public static LocalSettings forTests(Path directory, Path chart) {
    return forTests(directory, chart, List.of());
  }

  /** The same, with more flags for kube-apiserver. */
  public static LocalSettings forTests(
      Path directory, Path chart, List<String> apiServerArguments) {
    return new LocalSettings(
        directory, chart, 0, 0, apiServerArguments, Map.of(), false, LocalSettings::log);
  }

  static void log(String progress) {
    LoggerFactory.getLogger(LocalCluster.class).info(progress);
  }
}
