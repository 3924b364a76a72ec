package io.kriten.apitoken.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Tells whether servers of a control plane are ready, by their own health endpoints. */
final class Readiness {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final char[] NO_PASSWORD = new char[0];

  private final HttpClient http;
  private final Poller poller;

  Readiness(Pki pki, Poller poller) throws IOException {
    this.http = HttpClient.newBuilder().sslContext(sslContext(pki)).build();
    this.poller = poller;
  }

  /** Completes once the URL answers 200. Cancel it to give up. */
  CompletableFuture<Void> ready(URI url) {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
    return poller.until(() -> answers200(request));
  }

  private boolean answers200(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notListening) {
      return false;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static SSLContext sslContext(Pki pki) throws IOException {
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
