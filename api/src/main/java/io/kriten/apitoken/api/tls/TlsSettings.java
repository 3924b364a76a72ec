package io.kriten.apitoken.api.tls;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How HTTPS is served. All files are read again when they change.
 *
 * @param port 0 for any free one
 * @param certificate a file with the certificate and what leads to its CA, as PEM
 * @param key a file with its key, as PEM: PKCS #8, PKCS #1 or SEC 1
 * @param clients who is told by a certificate; empty: nobody is asked for one
 */
public record TlsSettings(int port, Path certificate, Path key, Optional<ClientTrust> clients) {

  public TlsSettings {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(clients, "clients");
  }
}
