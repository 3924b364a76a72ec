package io.kriten.apitoken.local;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * This project, whole, on one machine: a control plane, the chart on it, operator and facade. For
 * tests and for {@code make run}.
 */
public final class LocalCluster implements AutoCloseable {

  private final KubernetesBinaries binaries;
  private final int apiPort;
  private final Clock clock = Clock.systemUTC();
  private final ControlPlane controlPlane;
  private final KubernetesAccess access;
  private final KubernetesClient adminClient;
  private final Installation installation;
  private final Map<String, KubernetesClient> clients = new ConcurrentHashMap<>();
  private Account operatorAccount;
  private Account facadeAccount;
  private LocalOperator operator;
  private LocalFacade facade;

  private LocalCluster(LocalSettings settings, KubernetesBinaries binaries) {
    this.binaries = binaries;
    this.apiPort = Ports.choose(settings.apiPort(), "API_PORT");
    this.controlPlane =
        new ControlPlane(
            binaries,
            new ControlPlaneSettings(
                settings.directory(),
                settings.port(),
                LocalSettings.USERS,
                settings.apiServerArguments(),
                settings.durable()),
            clock);
    this.access = new KubernetesAccess(controlPlane);
    this.adminClient = access.fromKubeconfig(controlPlane.kubeconfig());
    this.installation = new Installation(settings.chart(), controlPlane.kubeconfig(), adminClient);
  }

  /**
   * Starts it, and returns when all of it is ready.
   *
   * @throws LocalException when it cannot, with the mend; nothing runs then
   */
  public static LocalCluster start(LocalSettings settings) {
    KubernetesBinaries binaries = BinaryLocator.ofThisProcess(settings.progress()).locate();
    LocalCluster cluster = new LocalCluster(settings, binaries);
    try {
      cluster.startAll(settings);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void startAll(LocalSettings settings) {
    Consumer<String> progress = settings.progress();
    progress.accept("Starting etcd and kube-apiserver");
    CompletableFuture<Void> helmLoaded =
        CompletableFuture.runAsync(() -> HelmRuntime.load(settings.chart()));
    controlPlane.start();
    helmLoaded.join();
    progress.accept("Installing the chart");
    installation.upgrade(settings.allChartValues());
    installation.awaitAdmission();
    progress.accept("Starting operator and facade");
    startWorkloads();
  }

  private void startWorkloads() {
    operatorAccount = new Account(access, adminClient, Account.OPERATOR);
    operator = new LocalOperator(operatorAccount, clock);
    facadeAccount = new Account(access, adminClient, Account.FACADE);
    facade = new LocalFacade(facadeAccount, apiPort, clock);
    CompletableFuture<Void> operatorStarted = CompletableFuture.runAsync(operator::start);
    facade.start();
    operatorStarted.join();
  }

  /** Ends everything; the data stays. */
  @Override
  public void close() {
    if (facade != null) {
      facade.close();
    }
    if (operator != null) {
      operator.close();
    }
    access.close();
    controlPlane.close();
  }

  /** Where the facade listens. */
  public URI facadeUrl() {
    return facade.url();
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

  public void stopOperator() {
    operator.stop();
  }

  /** Starts the facade, on the port that it had, unless it runs; returns when it is ready. */
  public void startFacade() {
    facade.start();
  }

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
    return adminClient;
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
    return clients.computeIfAbsent(
        user, name -> access.fromKubeconfig(controlPlane.kubeconfig(name)));
  }

  public User user(String name) {
    return controlPlane.user(name);
  }

  public String bearer(String user) {
    return controlPlane.user(user).bearer();
  }

  public Path kubeconfig(String user) {
    return controlPlane.kubeconfig(user);
  }
}
