package io.kriten.apitoken.e2e.doors;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kriten.apitoken.operator.tls.Issued;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client of HTTPS on this machine, which trusts one bundle of CAs. */
final class Https {

  private static final char[] NO_PASSWORD = new char[0];

  private final SSLContext tls;

  private Https(SSLContext tls) {
    this.tls = tls;
  }

  static Https trusting(String bundle) {
    return of(bundle, Optional.empty());
  }

  /** One that shows a certificate of its own. */
  static Https trusting(String bundle, Issued client) {
    return of(bundle, Optional.of(client));
  }

  private static Https of(String bundle, Optional<Issued> client) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      for (Certificate authority : certificates(bundle)) {
        store.setCertificateEntry("ca" + store.size(), authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      if (client.isPresent()) {
        store.setKeyEntry(
            "client",
            KeyFactory.getInstance("EC").generatePrivate(key(client.get().keyPem())),
            NO_PASSWORD,
            certificates(client.get().certificatePem()));
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return new Https(context);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Certificate[] certificates(String pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(UTF_8)))
        .toArray(Certificate[]::new);
  }

  private static PKCS8EncodedKeySpec key(String pem) {
    return new PKCS8EncodedKeySpec(
        Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "")));
  }

  /** A new connection, after its handshake. */
  SSLSocket connect(int port) throws IOException {
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port);
    socket.startHandshake();
    return socket;
  }

  /** The same by just this protocol and suite. */
  SSLSocket connectBy(int port, String protocol, String suite) throws IOException {
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.setEnabledCipherSuites(new String[] {suite});
    try {
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** What a new connection is shown. */
  X509Certificate shown(int port) throws IOException {
    try (SSLSocket socket = connect(port)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /** What a URL answers to a new client. */
  HttpResponse<String> post(int port, String path, String body, String... headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HttpClient.newBuilder()
          .sslContext(tls)
          .build()
          .send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
