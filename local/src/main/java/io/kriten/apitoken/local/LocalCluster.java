package io.kriten.apitoken.local;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A control plane with this project on it, for tests and for {@code make run}. */
public final class LocalCluster implements AutoCloseable {

  private final ControlPlane controlPlane;
  private final KubernetesBinaries binaries;
  private final KubernetesAccess access;
  private final KubernetesClient adminClient;
  private final Installation installation;
  private final Map<String, KubernetesClient> clients = new ConcurrentHashMap<>();

  private LocalCluster(LocalSettings settings, KubernetesBinaries binaries) {
    this.binaries = binaries;
    this.controlPlane =
        new ControlPlane(
            binaries,
            new ControlPlaneSettings(
                settings.directory(),
                settings.port(),
                LocalSettings.USERS,
                settings.apiServerArguments(),
                settings.durable()),
            Clock.systemUTC());
    this.access = new KubernetesAccess(controlPlane);
    this.adminClient = access.fromKubeconfig(controlPlane.kubeconfig());
    this.installation = new Installation(settings.chart(), controlPlane.kubeconfig(), adminClient);
  }

  /** Starts it, and returns when all of it is ready. */
  public static LocalCluster start(LocalSettings settings) {
    KubernetesBinaries binaries = BinaryLocator.ofThisProcess(settings.progress()).locate();
    LocalCluster cluster = new LocalCluster(settings, binaries);
    try {
      cluster.controlPlane.start();
      settings.progress().accept("Installing the chart");
      cluster.installation.upgrade(settings.allChartValues());
      cluster.installation.awaitAdmission();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Ends everything; the data stays. */
  @Override
  public void close() {
    access.close();
    controlPlane.close();
  }

  /** Its servers, to be stopped, killed and started again. */
  public ControlPlane controlPlane() {
    return controlPlane;
  }

  /** The chart on it. */
  public Installation installation() {
    return installation;
  }

  public KubernetesBinaries binaries() {
    return binaries;
  }

  /** A client of the cluster administrator (group system:masters). */
  public KubernetesClient adminClient() {
    return adminClient;
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
