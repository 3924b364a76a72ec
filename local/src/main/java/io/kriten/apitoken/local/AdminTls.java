package io.kriten.apitoken.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS of the cluster administrator, for Java's own HTTP client. */
final class AdminTls {

  private static final char[] NO_PASSWORD = new char[0];

  private AdminTls() {}

  /** Trusts the control plane's servers, and logs in to them as the cluster administrator. */
  static SSLContext of(Pki pki) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setCertificateEntry("ca", certificate(pki.authority()));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      store.setKeyEntry(
          "admin",
          KeyFactory.getInstance("EC").generatePrivate(keySpec(pki.clientKey("admin"))),
          NO_PASSWORD,
          new Certificate[] {certificate(pki.clientCertificate("admin"))});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new LocalException("cannot read " + pki.directory() + ": run make clean-local", e);
    }
  }

  private static Certificate certificate(Path pem) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(pem)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PKCS8EncodedKeySpec keySpec(Path pem) throws IOException {
    String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
    return new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
  }
}
