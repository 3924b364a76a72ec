package io.kriten.apitoken.local;

import io.kriten.apitoken.operator.tls.CertificateAuthority;
import io.kriten.apitoken.operator.tls.Issued;
import io.kriten.apitoken.operator.tls.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The certificates and keys of one control plane, as PEM files in one directory. The CA's own key
 * is dropped once all are issued.
 */
record Pki(Path directory) {

  private static final Duration LIFE = Duration.ofDays(3650);
  private static final List<String> NAMES =
      List.of(
          "127.0.0.1",
          "10.0.0.1",
          "localhost",
          "kubernetes",
          "kubernetes.default",
          "kubernetes.default.svc",
          "kube-apiserver");

  /** Opens the directory, or makes it with everything in it, all at once. */
  static Pki openOrCreate(Path directory, Clock clock) throws IOException {
    Directories.createWhole(directory, unfinished -> issueAll(unfinished, clock));
    return new Pki(directory);
  }

  Path authority() {
    return directory.resolve("ca.crt");
  }

  /** What the servers show: API server, etcd and controller manager. */
  Path servingCertificate() {
    return directory.resolve("serving.crt");
  }

  Path servingKey() {
    return directory.resolve("serving.key");
  }

  /**
   * The client certificate of that name: {@code admin}, {@code controller-manager}, {@code
   * etcd-client}.
   */
  Path clientCertificate(String name) {
    return directory.resolve(name + ".crt");
  }

  Path clientKey(String name) {
    return directory.resolve(name + ".key");
  }

  /** Signs ServiceAccount tokens. */
  Path serviceAccountKey() {
    return directory.resolve("service-account.key");
  }

  Path serviceAccountPublicKey() {
    return directory.resolve("service-account.pub");
  }

  private static void issueAll(Path directory, Clock clock) throws IOException {
    CertificateAuthority authority = CertificateAuthority.create("apitoken-local", LIFE, clock);
    write(directory, "ca.crt", authority.certificatePem());
    write(directory, "serving", authority.server("CN=kube-apiserver", NAMES, LIFE));
    write(directory, "admin", authority.client("O=system:masters,CN=cluster-admin", LIFE));
    write(directory, "etcd-client", authority.client("CN=etcd-client", LIFE));
    write(
        directory,
        "controller-manager",
        authority.client("CN=system:kube-controller-manager", LIFE));
    KeyPair serviceAccounts = CertificateAuthority.newKeys();
    write(directory, "service-account.key", Pem.write(serviceAccounts.getPrivate()));
    write(directory, "service-account.pub", Pem.write(serviceAccounts.getPublic()));
  }

  private static void write(Path directory, String name, Issued issued) throws IOException {
    write(directory, name + ".crt", issued.certificatePem());
    write(directory, name + ".key", issued.keyPem());
  }

  private static void write(Path directory, String name, String pem) throws IOException {
    Directories.writePrivate(directory.resolve(name), pem);
  }
}
