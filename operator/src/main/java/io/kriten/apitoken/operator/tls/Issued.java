package io.kriten.apitoken.operator.tls;

import java.util.Objects;

/**
 * A certificate and its private key, as PEM.
 *
 * @param certificatePem an X.509 certificate (RFC 7468, 5)
 * @param keyPem its key as PKCS #8 (RFC 7468, 10)
 */
public record Issued(String certificatePem, String keyPem) {

  public Issued {
    Objects.requireNonNull(certificatePem, "certificatePem");
    Objects.requireNonNull(keyPem, "keyPem");
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "Issued[...]";
  }
}
