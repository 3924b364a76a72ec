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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks servers of a control plane, again and again, whether they are ready. */
final class Readiness implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final char[] NO_PASSWORD = new char[0];

  private final HttpClient http;
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "readiness");
            thread.setDaemon(true);
            return thread;
          });

  Readiness(Pki pki) throws IOException {
    this.http = HttpClient.newBuilder().sslContext(sslContext(pki)).build();
  }

  /** Completes once the URL answers 200. Cancel it to give up. */
  CompletableFuture<Void> ready(URI url) {
    CompletableFuture<Void> ready = new CompletableFuture<>();
    HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
    var polling =
        timer.scheduleWithFixedDelay(
            () -> {
              if (answers200(request)) {
                ready.complete(null);
              }
            },
            0,
            INTERVAL.toMillis(),
            TimeUnit.MILLISECONDS);
    return ready.whenComplete((done, failure) -> polling.cancel(false));
  }

  @Override
  public void close() {
    timer.shutdownNow();
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
