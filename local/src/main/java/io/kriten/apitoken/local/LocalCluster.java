package io.kriten.apitoken.local;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * This project, whole, on one machine: a control plane, the chart on it, operator and facade. For
 * tests and for {@code make run}.
 */
public final class LocalCluster implements AutoCloseable {

  private static final Duration STARTED_WITHIN = Duration.ofMinutes(2);

  private final LocalSettings settings;
  private final KubernetesBinaries binaries;
  private final Clock clock = Clock.systemUTC();
  private final Webhook webhook;
  private final ControlPlane controlPlane;
  private final KubernetesAccess access;
  private final Installation installation;
  private final Map<Path, KubernetesClient> clients = new ConcurrentHashMap<>();
  private Account operatorAccount;
  private Account facadeAccount;
  private LocalOperator operator;
  private LocalFacade facade;

  private LocalCluster(LocalSettings settings, KubernetesBinaries binaries) {
    this.settings = settings;
    this.binaries = binaries;
    this.webhook = new Webhook(settings.directory().resolve("webhook"));
    this.controlPlane =
        new ControlPlane(
            binaries,
            new ControlPlaneSettings(
                settings.directory(),
                settings.port(),
                LocalSettings.USERS,
                Stream.concat(
                        webhook.apiServerArguments().stream(),
                        settings.apiServerArguments().stream())
                    .toList(),
                settings.durable()),
            clock);
    this.access = new KubernetesAccess(controlPlane);
    this.installation =
        new Installation(settings.chart(), controlPlane.kubeconfig(), this::adminClient);
  }

  /**
   * Prepares it and keeps its directory to itself; starts nothing yet.
   *
   * @throws LocalException when it cannot, with the mend
   */
  public static LocalCluster prepare(LocalSettings settings) {
    return new LocalCluster(settings, BinaryLocator.ofThisProcess(settings.progress()).locate());
  }

  /**
   * Prepares and starts it, and returns when all of it is ready.
   *
   * @throws LocalException when it cannot, with the mend; nothing runs then
   */
  public static LocalCluster start(LocalSettings settings) {
    LocalCluster cluster = prepare(settings);
    try {
      cluster.start();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /**
   * Starts it, and returns when all of it is ready.
   *
   * @throws LocalException when it cannot, with the mend; close it then
   */
  public void start() {
    Consumer<String> progress = settings.progress();
    int apiPort = Ports.choose(settings.apiPort(), "API_PORT");
    int tlsPort = Ports.free();
    webhook.prepare(tlsPort, clock);
    progress.accept("Starting etcd and kube-apiserver");
    CompletableFuture<Void> helmLoaded =
        CompletableFuture.runAsync(() -> HelmRuntime.load(settings.chart()));
    controlPlane.startApiServer();
    Poller.await(helmLoaded, STARTED_WITHIN, "the loading of Helm");
    progress.accept("Installing the chart");
    installation.upgrade(settings.allChartValues());
    // Its garbage collector asks for kinds when it starts, and then every 30 s: now it finds ours.
    controlPlane.controllerManager().launch();
    installation.awaitAdmission();
    progress.accept("Starting operator and facade");
    startWorkloads(apiPort, tlsPort);
    controlPlane.controllerManager().awaitReady();
  }

  private void startWorkloads(int apiPort, int tlsPort) {
    operatorAccount = new Account(access, adminClient(), Account.OPERATOR);
    operator = new LocalOperator(operatorAccount, clock);
    facadeAccount = new Account(access, adminClient(), Account.FACADE);
    facade = new LocalFacade(facadeAccount, apiPort, webhook, tlsPort, clock);
    CompletableFuture<Void> operatorStarted = CompletableFuture.runAsync(operator::start);
    facade.start();
    Poller.await(operatorStarted, STARTED_WITHIN, "the operator's start");
  }

  /** Ends everything; the data stays. */
  @Override
  public void close() {
    // The interrupt that asks for the end must not cut it short.
    boolean interrupted = Thread.interrupted();
    try {
      Closing.inOrder(
          () -> Optional.ofNullable(facade).ifPresent(LocalFacade::close),
          () -> Optional.ofNullable(operator).ifPresent(LocalOperator::close),
          access::close,
          controlPlane::close);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Where the facade listens. */
  public URI facadeUrl() {
    return facade.url();
  }

  /** Where it serves HTTPS, for kube-apiserver first of all. */
  public URI facadeTls() {
    return facade.tlsUrl();
  }

  /** The CA of its certificate, as PEM. */
  public Path facadeAuthority() {
    return webhook.authority();
  }

  /** Where the running facade tells its metrics. */
  public URI facadeMetricsUrl() {
    return facade.metricsUrl();
  }

  /** Where the running operator tells its health and metrics. */
  public URI operatorUrl() {
    return operator.url();
  }

  /** Starts the operator, unless it runs. */
  public void startOperator() {
    operator.start();
  }

  /** Stops the operator, if it runs; nobody makes keys or reports states then. */
  public void stopOperator() {
    operator.stop();
  }

  /** Starts the facade, on the port that it had, unless it runs; returns when it is ready. */
  public void startFacade() {
    facade.start();
  }

  /** Stops the facade, if it runs; its port is free then. */
  public void stopFacade() {
    facade.stop();
  }

  /** Its servers, to be stopped, killed and started again. */
  public ControlPlane controlPlane() {
    return controlPlane;
  }

  /** The chart on it. */
  public Installation installation() {
    return installation;
  }

  /** The programs, kubectl among them. */
  public KubernetesBinaries binaries() {
    return binaries;
  }

  /** A client of the cluster administrator (group system:masters). */
  public KubernetesClient adminClient() {
    return clients.computeIfAbsent(controlPlane.kubeconfig(), access::fromKubeconfig);
  }

  /** A client under the operator's own account. */
  public KubernetesClient operatorClient() {
    return operatorAccount.client();
  }

  /** A client under the facade's own account. */
  public KubernetesClient facadeClient() {
    return facadeAccount.client();
  }

  /** A client of that user: admin, alice, bob or carol. */
  public KubernetesClient client(String user) {
    return clients.computeIfAbsent(controlPlane.kubeconfig(user), access::fromKubeconfig);
  }

  /**
   * That user, with uid and groups.
   *
   * @throws IllegalArgumentException when there is no such user
   */
  public User user(String name) {
    return controlPlane.user(name);
  }

  /** What that user logs in with, at the API server and at the facade. */
  public String bearer(String user) {
    return controlPlane.user(user).bearer();
  }

  /** That user's kubeconfig file. */
  public Path kubeconfig(String user) {
    return controlPlane.kubeconfig(user);
  }
}
