package io.kriten.apitoken.local;

import io.kriten.apitoken.api.tls.ClientTrust;
import io.kriten.apitoken.api.tls.TlsSettings;
import io.kriten.apitoken.operator.tls.CertificateAuthority;
import io.kriten.apitoken.operator.tls.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How kube-apiserver asks the facade about keys: by a certificate each, of a CA that signs nothing
 * else, so that no login of the cluster opens {@code /tokenreview}. Kept in a directory of its own.
 *
 * @param directory with CA, certificates, keys and the webhook's kubeconfig
 */
record Webhook(Path directory) {

  private static final String CLIENT = "kube-apiserver";

  private static final Duration LIFE = Duration.ofDays(3650);
  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      clusters:
        - name: apitoken
          cluster: {server: "%s", certificate-authority: ca.crt}
      users:
        - name: kube-apiserver
          user: {client-certificate: client.crt, client-key: client.key}
      contexts:
        - name: webhook
          context: {cluster: apitoken, user: kube-apiserver}
      current-context: webhook
      """;

  /** The flags of kube-apiserver, as docs/kube-apiserver.md tells. */
  List<String> apiServerArguments() {
    return List.of(
        "--authentication-token-webhook-config-file=" + kubeconfig(),
        "--authentication-token-webhook-version=v1",
        "--authentication-token-webhook-cache-ttl=10s");
  }

  /** Makes what is missing, before kube-apiserver starts. */
  void prepare(int facadePort, Clock clock) {
    try {
      Directories.createWhole(directory, unfinished -> issue(unfinished, clock));
      URI facade = URI.create("https://127.0.0.1:" + facadePort + "/tokenreview");
      Directories.writePrivate(kubeconfig(), KUBECONFIG.formatted(facade));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + directory, e);
    }
  }

  private static void issue(Path directory, Clock clock) throws IOException {
    CertificateAuthority authority =
        CertificateAuthority.create("apitoken-local-webhook", LIFE, clock);
    Directories.writePrivate(directory.resolve("ca.crt"), authority.certificatePem());
    write(directory, "client", authority.client("CN=" + CLIENT, LIFE));
    write(
        directory,
        "facade",
        authority.server("CN=apitoken-api", List.of("127.0.0.1", "localhost"), LIFE));
  }

  private static void write(Path directory, String name, Issued issued) throws IOException {
    Directories.writePrivate(directory.resolve(name + ".crt"), issued.certificatePem());
    Directories.writePrivate(directory.resolve(name + ".key"), issued.keyPem());
  }

  /** How the facade serves it. */
  TlsSettings facadeTls(int port) {
    return new TlsSettings(
        port,
        directory.resolve("facade.crt"),
        directory.resolve("facade.key"),
        Optional.of(new ClientTrust(authority(), List.of(CLIENT))));
  }

  /** Whose certificates both sides trust, as PEM. */
  Path authority() {
    return directory.resolve("ca.crt");
  }

  private Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }
}
