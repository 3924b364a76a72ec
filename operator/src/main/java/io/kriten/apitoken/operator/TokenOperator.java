package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.operator.tls.Certificates;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The operator: watches the tokens of its namespaces and brings each to where it should be. Every
 * instance can run once.
 */
public final class TokenOperator implements AutoCloseable {

  /** Some ten small reads each time: soon enough, and no burden to the API server. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** How long {@link #close()} waits for what is under way. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  /** Passes at once: each waits for the API server most of the time. */
  private static final int THREADS = 16;

  private final KubernetesClient client;
  private final OperatorSettings settings;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Leadership leadership;
  private final SharedReading<GuardStanding> guard;
  private final SharedReading<PepperStanding> peppers;
  private final OperatorMetrics metrics;
  private final List<TokenController> controllers = new ArrayList<>();
  private final Operator sdk;
  private final Orphans orphans;
  private final StandingWatch watch;
  private volatile Optional<OperatorStatus> status = Optional.empty();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Prepares an operator that looks at guard and peppers every five seconds.
   *
   * @param client stays open when the operator closes
   * @param clock what the operator takes for the time; its timers follow the system's
   */
  public TokenOperator(KubernetesClient client, OperatorSettings settings, Clock clock) {
    this(client, settings, clock, LOOK);
  }

  /**
   * The same at another pace.
   *
   * @param look how long after a look at guard, peppers and what else is repeated the next one
   *     comes
   */
  public TokenOperator(
      KubernetesClient client, OperatorSettings settings, Clock clock, Duration look) {
    this.client = client;
    this.settings = settings;
    String hostname = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "apitoken-operator");
    SecureRandom random = new SecureRandom();
    ApiServer api = new Fabric8ApiServer(client);
    registry.config().meterFilter(new SdkMeters());
    leadership = new Leadership(client, settings.releaseNamespace(), hostname);
    guard =
        new SharedReading<>(
            new GuardReader(
                api,
                new CarriedPolicies(settings).load(),
                new GuardMemory(api, settings.releaseNamespace(), clock)),
            GuardStanding.broken("The admission policies have not been looked at yet."));
    peppers =
        new SharedReading<>(
            new PepperReader(api, settings.releaseNamespace(), settings.namespaces(), random),
            PepperStanding.missing("It has not been read yet."));
    metrics = new OperatorMetrics(registry);
    TokenPass pass =
        new TokenPass(
            new Observer(new TokenObjects(api), guard, peppers),
            new Decider(
                new OwnerPolicy(settings.allowServiceAccountOwners()), settings.retention()),
            new Applier(api, new TokenEvents(api, hostname, clock), metrics, random),
            metrics,
            clock);
    sdk = new Operator(this::configure);
    settings
        .namespaces()
        .forEach(
            namespace ->
                controllers.add(TokenController.register(sdk, namespace, pass, leadership)));
    orphans = new Orphans(api);
    watch =
        new StandingWatch(
            List.of(
                guard::fresh,
                peppers::fresh,
                this::count,
                this::removeOrphans,
                certificates(clock)),
            look);
    wire();
  }

  private Certificates certificates(Clock clock) {
    return new Certificates(
        new ReleaseSecrets(client, settings.releaseNamespace()),
        settings.releaseNamespace(),
        settings.certificateNames(),
        leadership::leads,
        clock);
  }

  private void wire() {
    guard.onChange(() -> controllers.forEach(TokenController::wakeUnkeyed));
    peppers.onChange(() -> controllers.forEach(TokenController::wakeAll));
    metrics.standing(
        "apitoken.guard.in.force",
        "1 while the admission policies are as this version needs them",
        () -> guard.latest().isInForce());
    metrics.standing(
        "apitoken.pepper.present",
        "1 while the peppers can be read",
        () -> !peppers.latest().isMissing());
    metrics.standing("apitoken.leader", "1 while this replica leads", leadership::leads);
  }

  private void configure(ConfigurationServiceOverrider sdkSettings) {
    sdkSettings
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withReconciliationTerminationTimeout(GRACE)
        .withConcurrentReconciliationThreads(THREADS)
        .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry));
    if (settings.leaderElection()) {
      sdkSettings.withLeaderElectionConfiguration(leadership.election());
    }
  }

  private SdkHealth sdkHealth() {
    return new SdkHealth(sdk.getRuntimeInfo());
  }

  private void count() {
    metrics.count(controllers.stream().flatMap(TokenController::tokens));
  }

  private void removeOrphans() {
    if (leadership.leads()) {
      orphans.remove(controllers.stream().flatMap(TokenController::secrets));
    }
  }

  /**
   * Starts; returns when the watches have caught up.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server cannot be
   *     reached
   * @throws io.javaoperatorsdk.operator.OperatorException when it forbids a watch
   * @throws java.io.UncheckedIOException when the port of health and metrics cannot be had
   */
  public void start() {
    if (settings.httpPort() >= 0) {
      InetSocketAddress address = new InetSocketAddress(settings.httpHost(), settings.httpPort());
      status = Optional.of(OperatorStatus.start(address, this::sdkHealth, registry));
    }
    watch.start();
    if (!settings.leaderElection()) {
      leadership.assume();
    }
    sdk.start();
  }

  /** The port of health and metrics; negative when there is none. */
  public int httpPort() {
    return status.map(OperatorStatus::port).orElse(-1);
  }

  /** Completes when another replica has taken over; this one must be closed then. */
  public CompletionStage<Void> leadershipLost() {
    return leadership.lost();
  }

  /** Finishes what is under way, then lets another replica lead. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    leadership.resign();
    watch.close();
    sdk.stop();
    if (settings.leaderElection()) {
      leadership.release();
    }
    controllers.forEach(TokenController::close);
    status.ifPresent(OperatorStatus::close);
    registry.close();
  }
}
