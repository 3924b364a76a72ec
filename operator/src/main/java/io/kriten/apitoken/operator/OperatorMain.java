package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Runs the operator in a Pod: {@code SIGTERM} stops it gracefully. */
@Command(
    name = "apitoken-operator",
    description = "Brings ApiToken resources to where they should be.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class OperatorMain implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(OperatorMain.class);

  private static final String ACCOUNT_OF = "system:serviceaccount:apitoken-system:";

  @Option(
      names = "--release-namespace",
      description = "Where peppers and Lease lie.",
      defaultValue = "${env:APITOKEN_RELEASE_NAMESPACE:-apitoken-system}")
  private String releaseNamespace;

  @Option(
      names = "--namespaces",
      description = "Where tokens live.",
      split = ",",
      defaultValue = "${env:APITOKEN_NAMESPACES:-apitokens}")
  private List<String> namespaces;

  @Option(
      names = "--operator-account",
      description = "This operator's user name, as the admission policies name it.",
      defaultValue = "${env:APITOKEN_OPERATOR_ACCOUNT:-" + ACCOUNT_OF + "apitoken-operator}")
  private String operatorAccount;

  @Option(
      names = "--facade-account",
      description = "The facade's user name, as the admission policies name it.",
      defaultValue = "${env:APITOKEN_FACADE_ACCOUNT:-" + ACCOUNT_OF + "apitoken-api}")
  private String facadeAccount;

  @Option(
      names = "--allow-service-account-owners",
      description = "Whether tokens may act as ServiceAccounts.",
      arity = "1",
      defaultValue = "${env:APITOKEN_ALLOW_SERVICE_ACCOUNT_OWNERS:-false}")
  private boolean allowServiceAccountOwners;

  @Option(
      names = "--retention",
      description = "How long an expired token is kept, such as 720h; empty keeps it for ever.",
      converter = DurationOption.class,
      defaultValue = "${env:APITOKEN_RETENTION:-}")
  private Duration retention;

  @Option(
      names = "--certificate-names",
      description =
          "DNS names and IP addresses that the REST API's certificate is for; empty makes none.",
      split = ",",
      defaultValue = "${env:APITOKEN_CERTIFICATE_NAMES:-}")
  private List<String> certificateNames;

  @Option(
      names = "--leader-election",
      description = "Whether other replicas may run.",
      arity = "1",
      defaultValue = "${env:APITOKEN_LEADER_ELECTION:-true}")
  private boolean leaderElection;

  @Option(
      names = "--http-host",
      description = "The address of health and metrics.",
      defaultValue = "${env:APITOKEN_HTTP_HOST:-0.0.0.0}")
  private String httpHost;

  @Option(
      names = "--http-port",
      description = "Their port.",
      defaultValue = "${env:APITOKEN_HTTP_PORT:-8080}")
  private int httpPort;

  OperatorMain() {}

  /** Runs it until it is stopped. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new OperatorMain())
            .setExecutionExceptionHandler(OperatorMain::explain)
            .execute(args));
  }

  @Override
  public Integer call() {
    try (KubernetesClient client = new KubernetesClientBuilder().build();
        TokenOperator operator = new TokenOperator(client, settings(), Clock.systemUTC())) {
      Runtime.getRuntime().addShutdownHook(new Thread(operator::close, "apitoken-stop"));
      operator.start();
      operator.leadershipLost().toCompletableFuture().join();
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private static int explain(Exception failure, CommandLine command, ParseResult arguments) {
    log.error("the operator ends: {}", failure.getMessage(), failure);
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  OperatorSettings settings() {
    return new OperatorSettings(
        releaseNamespace,
        namespaces,
        operatorAccount,
        facadeAccount,
        allowServiceAccountOwners,
        retention,
        certificateNames.stream().filter(name -> !name.isBlank()).toList(),
        leaderElection,
        httpHost,
        httpPort);
  }
}
