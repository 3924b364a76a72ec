package io.kriten.apitoken.api.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** What the files held when they were read. */
record TlsFiles(
    TlsSettings settings, Buffer certificate, Buffer key, Optional<Buffer> clientAuthorities) {

  /** TLS 1.2 is for old clients (RFC 8996 has ended all before). */
  static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /** With forward secrecy and authenticated encryption only, as RFC 9325, 4.2 recommends. */
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException when one cannot be read; the message names it
   */
  static TlsFiles read(TlsSettings settings) {
    return new TlsFiles(
        settings,
        content(settings.certificate()),
        content(settings.key()),
        settings.clients().map(clients -> content(clients.authorities())));
  }

  private static Buffer content(Path file) {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  PemKeyCertOptions pem() {
    return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
  }

  /**
   * The server's own certificate.
   *
   * @throws IllegalArgumentException when there is none
   */
  X509Certificate leaf() {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate.getBytes()));
    } catch (CertificateException e) {
      throw new IllegalArgumentException(settings.certificate() + ": no certificate in PEM", e);
    }
  }

  /**
   * TLS of a server that shows this certificate.
   *
   * @throws IllegalArgumentException when these are no certificate, its key and CAs; the message
   *     names the file and quotes nothing of it
   */
  SslContext context(Vertx vertx) {
    X509Certificate leaf = leaf();
    KeyManagerFactory keys = keys(vertx);
    if (!new OwnKey(keys).belongsTo(leaf)) {
      throw new IllegalArgumentException(
          settings.key() + " is not the key of " + settings.certificate());
    }
    SslContextBuilder builder =
        SslContextBuilder.forServer(keys)
            .sslProvider(SslProvider.JDK)
            .protocols(PROTOCOLS)
            .ciphers(SUITES, SupportedCipherSuiteFilter.INSTANCE);
    authorities(vertx)
        .ifPresent(
            clients -> builder.clientAuth(ClientAuth.OPTIONAL).trustManager(clients.handshake()));
    try {
      return builder.build();
    } catch (SSLException e) {
      throw new IllegalArgumentException(settings.certificate() + ": " + e.getMessage(), e);
    }
  }

  private KeyManagerFactory keys(Vertx vertx) {
    try {
      return pem().getKeyManagerFactory(vertx);
    } catch (Exception quotesTheKey) {
      throw new IllegalArgumentException(
          settings.key() + ": no private key in PEM that fits " + settings.certificate());
    }
  }

  /**
   * Who signs client certificates; empty when nobody is asked for one.
   *
   * @throws IllegalArgumentException when the file holds no CAs; the message names it
   */
  Optional<ClientAuthorities> authorities(Vertx vertx) {
    return clientAuthorities.map(pem -> authorities(vertx, pem));
  }

  private ClientAuthorities authorities(Vertx vertx, Buffer pem) {
    try {
      TrustManager[] managers =
          new PemTrustOptions().addCertValue(pem).getTrustManagerFactory(vertx).getTrustManagers();
      return new ClientAuthorities((X509TrustManager) managers[0]);
    } catch (Exception e) {
      throw new IllegalArgumentException(
          settings.clients().orElseThrow().authorities() + ": no CA in PEM", e);
    }
  }
}
