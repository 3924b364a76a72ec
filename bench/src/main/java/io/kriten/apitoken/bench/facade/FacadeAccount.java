package io.kriten.apitoken.bench.facade;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a process needs to be the facade of a local cluster: the login of its account, and the
 * chart's JVM.
 *
 * @param directory for its files; whoever made it removes it
 */
public record FacadeAccount(Path directory) {

  /**
   * The image's, for a pod of 1 GiB with the heap that docs/chart-values.md advises for it; the JVM
   * by itself chooses the serial collector there.
   */
  private static final List<String> FLAGS =
      List.of(
          "-XX:MaxRAM=1g",
          "-XX:MaxRAMPercentage=60",
          "-XX:MaxNewSize=32m",
          "-Dio.netty.allocator.numDirectArenas=2",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dlogback.configurationFile=io/kriten/apitoken/bench/logback-facade.xml");

  private static final Duration LOGIN = Duration.ofHours(6);

  /** By which the API server of the bench shows itself at {@code /tokenreview}. */
  public static final String WEBHOOK_SECRET = "bench-bench-bench-bench-bench-bench";

  /** Logs in as the chart's account. */
  public static FacadeAccount of(LocalCluster cluster, Path directory) throws IOException {
    TokenRequest wanted =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(LOGIN.toSeconds())
            .endSpec()
            .build();
    String bearer =
        cluster
            .adminClient()
            .serviceAccounts()
            .inNamespace(LocalSettings.RELEASE_NAMESPACE)
            .withName("apitoken-api")
            .tokenRequest(wanted)
            .getStatus()
            .getToken();
    FacadeAccount account = new FacadeAccount(directory);
    write(account.kubeconfig(), kubeconfig(cluster, bearer));
    write(account.webhookSecret(), WEBHOOK_SECRET + "\n");
    return account;
  }

  private static String kubeconfig(LocalCluster cluster, String bearer) throws IOException {
    byte[] authority = Files.readAllBytes(cluster.controlPlane().authority());
    return Serialization.asYaml(
        new ConfigBuilder()
            .withApiVersion("v1")
            .withKind("Config")
            .addNewCluster()
            .withName("bench")
            .withNewCluster()
            .withServer(cluster.controlPlane().url().toString())
            .withCertificateAuthorityData(Base64.getEncoder().encodeToString(authority))
            .endCluster()
            .endCluster()
            .addNewUser()
            .withName("facade")
            .withNewUser()
            .withToken(bearer)
            .endUser()
            .endUser()
            .addNewContext()
            .withName("bench")
            .withNewContext()
            .withCluster("bench")
            .withUser("facade")
            .endContext()
            .endContext()
            .withCurrentContext("bench")
            .build());
  }

  private static void write(Path file, String content) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, content);
  }

  private Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  Path webhookSecret() {
    return directory.resolve("webhook-secret");
  }

  /** A JVM as in the chart's pod, with this class path and that main class. */
  ProcessBuilder java(Path log, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", kubeconfig().toString());
    return builder.redirectErrorStream(true).redirectOutput(log.toFile());
  }
}
