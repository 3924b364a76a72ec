package io.kriten.apitoken.api.tls;

import io.vertx.core.http.HttpServerRequest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;

/**
 * Tells by their certificates who asks. That a trusted CA signed it, for a client, was verified in
 * the handshake; its name and its end are looked at with every request, as connections live long.
 *
 * @param names common names that count
 */
public record ClientCertificates(List<String> names, InstantSource clock) {

  public ClientCertificates {
    names = List.copyOf(names);
  }

  /** Whether the request came by a certificate of one of the names. */
  public boolean accept(HttpServerRequest request) {
    if (names.isEmpty() || !request.isSSL()) {
      return false;
    }
    try {
      return request.connection().peerCertificates().get(0) instanceof X509Certificate certificate
          && accept(certificate);
    } catch (SSLPeerUnverifiedException hasNone) {
      return false;
    }
  }

  boolean accept(X509Certificate certificate) {
    try {
      certificate.checkValidity(Date.from(clock.instant()));
      List<String> commonNames = commonNames(certificate.getSubjectX500Principal());
      return commonNames.size() == 1 && names.contains(commonNames.get(0));
    } catch (CertificateException | InvalidNameException e) {
      return false;
    }
  }

  private static List<String> commonNames(X500Principal subject) throws InvalidNameException {
    return new LdapName(subject.getName(X500Principal.RFC2253))
        .getRdns().stream()
            .filter(rdn -> "CN".equalsIgnoreCase(rdn.getType()))
            .map(rdn -> String.valueOf(rdn.getValue()))
            .toList();
  }
}
