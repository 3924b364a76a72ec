package io.kriten.apitoken.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * A real etcd, kube-apiserver and kube-controller-manager (namespaces, ServiceAccounts, garbage
 * collection) as child processes on 127.0.0.1. They end with this JVM; their data stays, and serves
 * the next start, whatever ports that one gets.
 */
public final class ControlPlane implements AutoCloseable {

  private final DirectoryLock lock;
  private final Launcher launcher = new Launcher();
  private final Poller poller = new Poller();
  private final Readiness readiness;
  private final Users users;
  private final Pki pki;
  private final URI url;
  private final ManagedProcess etcd;
  private final ManagedProcess apiServer;
  private final ManagedProcess controllerManager;

  /**
   * Prepares the directory; starts nothing yet.
   *
   * @throws LocalException when the port is taken, or another control plane uses the directory
   */
  public ControlPlane(KubernetesBinaries binaries, ControlPlaneSettings settings, Clock clock) {
    Path directory = settings.directory();
    // First of all: whoever has the directory has the ports too, and is the better explanation.
    this.lock = DirectoryLock.take(directory);
    try {
      int port = Ports.choose(settings.port(), "PORT");
      this.url = URI.create("https://127.0.0.1:" + port);
      this.pki = Pki.openOrCreate(directory.resolve("pki"), clock);
      this.users = Users.openOrCreate(directory.resolve("users.csv"), settings.users());
      HttpClient http = HttpClient.newBuilder().sslContext(AdminTls.of(pki)).build();
      this.readiness = new Readiness(http, poller);
      Commands commands = new Commands(binaries, settings, pki, users.file(), port);
      this.etcd = process(settings, commands.etcd(), commands.etcdReady());
      this.apiServer = process(settings, commands.apiServer(), url.resolve("/readyz"));
      this.controllerManager =
          process(settings, commands.controllerManager(), commands.controllerManagerReady());
    } catch (IOException e) {
      lock.close();
      throw new UncheckedIOException("cannot prepare " + directory, e);
    } catch (LocalException e) {
      lock.close();
      throw e;
    }
  }

  /** Starts all that does not run, and returns when all of it is ready. */
  public void start() {
    startApiServer();
    // It gives up when it finds no API server within 10 s, so it comes last.
    controllerManager.start();
  }

  /** Starts etcd and kube-apiserver, unless they run, and returns when they are ready. */
  void startApiServer() {
    etcd.launch();
    apiServer.launch();
    writeLogins();
    etcd.awaitReady();
    apiServer.awaitReady();
  }

  /** Stops all, in the order that loses nothing, and keeps the data. */
  public void stop() {
    Closing.inOrder(controllerManager::stop, apiServer::stop, etcd::stop);
  }

  /** Stops all, and frees the directory for another control plane. */
  @Override
  public void close() {
    Closing.inOrder(this::stop, launcher::close, poller::close, lock::close);
  }

  public ManagedProcess etcd() {
    return etcd;
  }

  public ManagedProcess apiServer() {
    return apiServer;
  }

  public ManagedProcess controllerManager() {
    return controllerManager;
  }

  /** Where the API server listens. */
  public URI url() {
    return url;
  }

  /** What clients of the API server trust, as PEM. */
  public Path authority() {
    return pki.authority();
  }

  /** The kubeconfig of the cluster administrator (group system:masters, by certificate). */
  public Path kubeconfig() {
    return kubeconfigs().resolve("cluster-admin");
  }

  /** The kubeconfig of that user. */
  public Path kubeconfig(String user) {
    return kubeconfigs().resolve(users.user(user).name());
  }

  /** A directory with a file for each user, which holds the bearer. */
  public Path bearers() {
    return users.file().resolveSibling("bearers");
  }

  /**
   * @throws IllegalArgumentException when there is no such user
   */
  public User user(String name) {
    return users.user(name);
  }

  private Path kubeconfigs() {
    return users.file().resolveSibling("kubeconfigs");
  }

  private void writeLogins() {
    try {
      writeLogins(new Kubeconfig(url, pki));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write kubeconfigs", e);
    }
  }

  private void writeLogins(Kubeconfig kubeconfig) throws IOException {
    Directories.createPrivate(kubeconfigs());
    Directories.createPrivate(bearers());
    Directories.writePrivate(kubeconfig(), kubeconfig.withCertificate("cluster-admin", "admin"));
    Directories.writePrivate(
        pki.directory().resolve("controller-manager.kubeconfig"),
        kubeconfig.withCertificate("controller-manager", "controller-manager"));
    for (User user : users.all()) {
      Directories.writePrivate(kubeconfig(user.name()), kubeconfig.withBearer(user));
      Directories.writePrivate(bearers().resolve(user.name()), user.bearer());
    }
  }

  private ManagedProcess process(ControlPlaneSettings settings, List<String> command, URI ready) {
    return new ManagedProcess(settings.directory(), command, ready, launcher, readiness);
  }
}
