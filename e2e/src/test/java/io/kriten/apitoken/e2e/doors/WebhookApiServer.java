package io.kriten.apitoken.e2e.doors;

import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.operator.tls.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One more kube-apiserver on the cluster's etcd, that asks a webhook about bearers, as
 * docs/kube-apiserver.md tells.
 */
final class WebhookApiServer implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofMinutes(2);

  private final LocalCluster cluster;
  private final Path directory;
  private final Process process;
  private final int port;

  private WebhookApiServer(LocalCluster cluster, Path directory, Process process, int port) {
    this.cluster = cluster;
    this.directory = directory;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it, and returns when it is ready.
   *
   * @param webhook the URL of {@code /tokenreview}
   * @param authority the file of the CA that the webhook's certificate is verified by
   * @param client the certificate that it shows there
   */
  static WebhookApiServer start(
      LocalCluster cluster,
      Path directory,
      String webhook,
      Path authority,
      Issued client,
      Duration cacheTtl) {
    try {
      Files.createDirectories(directory);
      Path configuration = directory.resolve("webhook.kubeconfig").toAbsolutePath();
      Files.writeString(configuration, kubeconfig(webhook, authority));
      Files.writeString(directory.resolve("client.crt"), client.certificatePem());
      Files.writeString(directory.resolve("client.key"), client.keyPem());
      int port = freePort();
      List<String> command = new ArrayList<>(cluster.controlPlane().apiServer().command());
      command.removeIf(
          argument ->
              argument.startsWith("--secure-port=")
                  || argument.startsWith("--authentication-token-webhook-"));
      command.addAll(
          List.of(
              "--secure-port=" + port,
              "--authentication-token-webhook-config-file=" + configuration,
              "--authentication-token-webhook-version=v1",
              "--authentication-token-webhook-cache-ttl=" + cacheTtl.toSeconds() + "s"));
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("kube-apiserver.log").toFile())
              .start();
      WebhookApiServer server = new WebhookApiServer(cluster, directory, process, port);
      await().atMost(READY_WITHIN).until(server::isReady);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String kubeconfig(String url, Path authority) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
          - name: apitoken
            cluster:
              server: %s
              certificate-authority: %s
        users:
          - name: kube-apiserver
            user: {client-certificate: client.crt, client-key: client.key}
        contexts:
          - name: webhook
            context: {cluster: apitoken, user: kube-apiserver}
        current-context: webhook
        """
        .formatted(url, authority.toAbsolutePath());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new AssertionError("kube-apiserver ended: see kube-apiserver.log in " + directory);
    }
    return server(Kubectl.asClusterAdmin(cluster)).run("get", "--raw", "/readyz").exit() == 0;
  }

  private Kubectl server(Kubectl kubectl) {
    return kubectl.with("--server=https://127.0.0.1:" + port, "--request-timeout=30s");
  }

  /** kubectl by nothing but that bearer. */
  Kubectl by(String bearer) {
    try {
      Path nobody = directory.resolve("nobody.kubeconfig");
      Files.writeString(
          nobody,
          """
          apiVersion: v1
          kind: Config
          clusters:
            - name: local
              cluster: {certificate-authority: %s}
          contexts:
            - name: local
              context: {cluster: local}
          current-context: local
          """
              .formatted(cluster.controlPlane().authority().toAbsolutePath()));
      return server(Kubectl.of(cluster.binaries(), nobody)).with("--token=" + bearer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** kubectl as the cluster's administrator, by certificate. */
  Kubectl byCertificate() {
    return server(Kubectl.asClusterAdmin(cluster));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
