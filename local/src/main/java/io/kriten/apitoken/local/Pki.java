package io.kriten.apitoken.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Clock;
import java.util.List;

/**
 * The certificates and keys of one control plane, as PEM files in one directory. The CA's own key
 * is dropped once all are issued.
 */
record Pki(Path directory) {

  private static final List<String> ADDRESSES = List.of("127.0.0.1", "10.0.0.1");
  private static final List<String> DNS_NAMES =
      List.of(
          "localhost",
          "kubernetes",
          "kubernetes.default",
          "kubernetes.default.svc",
          "kube-apiserver");

  /** Opens the directory, or makes it with everything in it, all at once. */
  static Pki openOrCreate(Path directory, Clock clock) throws IOException {
    if (Files.isDirectory(directory)) {
      return new Pki(directory);
    }
    Path unfinished = directory.resolveSibling(directory.getFileName() + ".unfinished");
    Directories.delete(unfinished);
    Directories.createPrivate(unfinished);
    try {
      issueAll(unfinished, clock);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make ECDSA certificates", e);
    }
    Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
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

  private static void issueAll(Path directory, Clock clock)
      throws IOException, GeneralSecurityException {
    CertificateAuthority authority = new CertificateAuthority("apitoken-local", clock);
    write(directory, "ca.crt", authority.certificatePem());
    write(directory, "serving", authority.server("CN=kube-apiserver", ADDRESSES, DNS_NAMES));
    write(directory, "admin", authority.client("O=system:masters,CN=cluster-admin"));
    write(directory, "etcd-client", authority.client("CN=etcd-client"));
    write(directory, "controller-manager", authority.client("CN=system:kube-controller-manager"));
    KeyPair serviceAccounts = CertificateAuthority.newKeys();
    write(directory, "service-account.key", CertificateAuthority.pem(serviceAccounts.getPrivate()));
    write(directory, "service-account.pub", CertificateAuthority.pem(serviceAccounts.getPublic()));
  }

  private static void write(Path directory, String name, CertificateAuthority.Issued issued)
      throws IOException {
    write(directory, name + ".crt", issued.certificatePem());
    write(directory, name + ".key", issued.keyPem());
  }

  private static void write(Path directory, String name, String pem) throws IOException {
    Directories.writePrivate(directory.resolve(name), pem);
  }
}
