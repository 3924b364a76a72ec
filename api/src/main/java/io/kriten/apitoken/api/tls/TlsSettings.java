package io.kriten.apitoken.api.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How HTTPS is served.
 *
 * @param port 0 for any free one
 * @param certificate a file with the certificate and what leads to its CA, as PEM
 * @param key a file with its key, as PEM: PKCS #8, PKCS #1 or SEC 1
 * @param clients who is told by a certificate; empty: nobody is asked for one
 * @param look how long after a look at the files the next one comes, to see whether they changed
 */
public record TlsSettings(
    int port, Path certificate, Path key, Optional<ClientTrust> clients, Duration look) {

  private static final Duration LOOK = Duration.ofSeconds(10);

  public TlsSettings {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(clients, "clients");
    Objects.requireNonNull(look, "look");
  }

  /** With a look every ten seconds: a kubelet takes a minute and more for a new certificate. */
  public TlsSettings(int port, Path certificate, Path key, Optional<ClientTrust> clients) {
    this(port, certificate, key, clients, LOOK);
  }
}
