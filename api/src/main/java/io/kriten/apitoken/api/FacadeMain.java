package io.kriten.apitoken.api;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.problem.OneLine;
import io.kriten.apitoken.crds.GoDuration;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the facade in a pod, or anywhere with a kubeconfig, until SIGTERM. */
@Command(
    name = "apitoken-api",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Serves API tokens over HTTP, and verifies their keys from memory.")
public final class FacadeMain implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(FacadeMain.class);

  @Spec private CommandSpec spec;

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
      description = "The port of the API over plain HTTP; negative for none.")
  private int port;

  @Mixin private TlsOptions tls = new TlsOptions();

  @Option(
      names = "--metrics-port",
      defaultValue = "${env:APITOKEN_METRICS_PORT:-9090}",
      description = "The port of /metrics, /livez and /readyz; negative for none.")
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

  @Option(
      names = "--tokenreview-secret-file",
      defaultValue = "${env:APITOKEN_TOKENREVIEW_SECRET_FILE:-}",
      description =
          "What kube-apiserver shows as its bearer at /tokenreview, a line each; empty: nobody may"
              + " ask there.")
  private String tokenReviewSecretFile;

  @Option(
      names = "--tokenreview-audiences",
      split = ",",
      defaultValue = "${env:APITOKEN_TOKENREVIEW_AUDIENCES:-}",
      description = "Which audiences a key is for at /tokenreview; empty: the API server's own.")
  private List<String> tokenReviewAudiences;

  @Mixin private LimitOptions limits = new LimitOptions();

  @Option(
      names = "--last-use",
      arity = "1",
      defaultValue = "${env:APITOKEN_LAST_USE:-true}",
      description = "Whether it is kept when keys were last used, in ConfigMaps of the release.")
  private boolean lastUse;

  @Option(
      names = "--drain",
      defaultValue = "${env:APITOKEN_DRAIN:-0}",
      description = "How long to go on answering when told to end, so that clients turn away.")
  private String drain;

  /** Ends with 1 when it cannot start, and with 2 on a wrong option. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new FacadeMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Duration linger = lingering();
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      Facade facade = new Facade(client, settings(), Clock.systemUTC(), List.of());
      facade.start();
      Runtime.getRuntime()
          .addShutdownHook(new Thread(new GracefulEnd(facade, linger, ended), "shutdown"));
      LOG.info(
          "Listening on {}, port {}",
          host,
          facade.tlsPort() < 0 ? facade.port() : facade.tlsPort());
      ended.await();
      return 0;
    } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException e) {
      LOG.error(
          "{}: {}",
          e.getMessage(),
          e.getCause() == null ? "" : OneLine.of(e.getCause().getMessage()));
      return 1;
    }
  }

  /**
   * What the options ask for.
   *
   * @throws ParameterException when they cannot be meant
   */
  FacadeSettings settings() {
    return checked(this::unchecked);
  }

  /** How long to go on answering when told to end. */
  Duration lingering() {
    return checked(() -> duration("--drain (APITOKEN_DRAIN)", drain));
  }

  private <T> T checked(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private FacadeSettings unchecked() {
    return new FacadeSettings(
        releaseNamespace,
        namespaces,
        host,
        port,
        metricsPort,
        nonEmpty(audiences),
        duration("--max-staleness (APITOKEN_MAX_STALENESS)", maxStaleness),
        allowServiceAccountOwners,
        nonEmpty(allowedOrigins),
        new DoorSettings(
            Optional.of(tokenReviewSecretFile).filter(f -> !f.isBlank()).map(Path::of),
            nonEmpty(tokenReviewAudiences)),
        limits.settings(),
        limits.connections(),
        lastUse,
        tls.settings());
  }

  private static List<String> nonEmpty(List<String> values) {
    return values.stream().map(String::strip).filter(v -> !v.isEmpty()).toList();
  }

  private static Duration duration(String option, String text) {
    return GoDuration.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    option + ": \"" + text + "\" is no duration such as 1h30m"));
  }
}
