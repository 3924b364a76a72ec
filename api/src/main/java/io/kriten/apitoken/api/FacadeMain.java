package io.kriten.apitoken.api;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the facade in a pod, or anywhere with a kubeconfig, until SIGTERM. */
@Command(
    name = "apitoken-api",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Serves API tokens over HTTP, and verifies their keys from memory.")
public final class FacadeMain implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(FacadeMain.class);

  @Option(
      names = "--release-namespace",
      defaultValue = "${env:APITOKEN_RELEASE_NAMESPACE:-apitoken-system}",
      description = "Where the Secret of the peppers is.")
  private String releaseNamespace;

  @Option(
      names = "--namespaces",
      split = ",",
      defaultValue = "${env:APITOKEN_NAMESPACES:-apitokens}",
      description = "Where tokens are, separated by commas. They are made in the first.")
  private List<String> namespaces;

  @Option(
      names = "--host",
      defaultValue = "${env:APITOKEN_HOST:-0.0.0.0}",
      description = "The address to listen on.")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "${env:APITOKEN_PORT:-8080}",
      description = "The port of the API.")
  private int port;

  @Option(
      names = "--metrics-port",
      defaultValue = "${env:APITOKEN_METRICS_PORT:-9090}",
      description = "The port of /metrics; negative for none.")
  private int metricsPort;

  @Option(
      names = "--audiences",
      split = ",",
      defaultValue = "${env:APITOKEN_AUDIENCES:-}",
      description = "Which audiences a bearer must be for; empty for the API server's own.")
  private List<String> audiences;

  @Option(
      names = "--max-staleness",
      defaultValue = "${env:APITOKEN_MAX_STALENESS:-1h}",
      description = "How long keys are trusted without a word from the API server; 0 for ever.")
  private String maxStaleness;

  @Option(
      names = "--allow-service-account-owners",
      arity = "1",
      defaultValue = "${env:APITOKEN_ALLOW_SERVICE_ACCOUNT_OWNERS:-false}",
      description = "Whether tokens may act as ServiceAccounts.")
  private boolean allowServiceAccountOwners;

  @Option(
      names = "--allowed-origins",
      split = ",",
      defaultValue = "${env:APITOKEN_ALLOWED_ORIGINS:-}",
      description = "Web origins whose scripts may call the API; empty for none.")
  private List<String> allowedOrigins;

  /** Ends with 1 when it cannot start, and with 2 on a wrong option. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new FacadeMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      Facade facade = new Facade(client, settings(), Clock.systemUTC(), List.of());
      facade.start();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    facade.close();
                    ended.countDown();
                  },
                  "shutdown"));
      LOG.info("Listening on {}:{}", host, facade.port());
      ended.await();
      return 0;
    } catch (IllegalStateException e) {
      LOG.error("{}: {}", e.getMessage(), e.getCause() == null ? "" : e.getCause().getMessage());
      return 1;
    }
  }

  FacadeSettings settings() {
    return new FacadeSettings(
        releaseNamespace,
        namespaces,
        host,
        port,
        metricsPort,
        nonEmpty(audiences),
        duration(maxStaleness),
        allowServiceAccountOwners,
        nonEmpty(allowedOrigins));
  }

  private static List<String> nonEmpty(List<String> values) {
    return values.stream().map(String::strip).filter(v -> !v.isEmpty()).toList();
  }

  /** As Go writes durations, such as {@code 1h30m}; or 0. */
  private static Duration duration(String text) {
    return text.equals("0") ? Duration.ZERO : Duration.parse("PT" + text);
  }
}
