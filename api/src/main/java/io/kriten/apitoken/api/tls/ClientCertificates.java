package io.kriten.apitoken.api.tls;

import io.vertx.core.http.HttpServerRequest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.function.Predicate;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;

/**
 * Tells by their certificates who asks. The handshake lets any certificate pass; its CA, its name
 * and its end are looked at with every request, as connections live long.
 */
public final class ClientCertificates {

  private final List<String> names;
  private final Predicate<SSLSession> certified;
  private final InstantSource clock;

  /**
   * @param names common names that count
   * @param certified whether a CA that is trusted now certifies the client of a session
   */
  ClientCertificates(List<String> names, Predicate<SSLSession> certified, InstantSource clock) {
    this.names = List.copyOf(names);
    this.certified = certified;
    this.clock = clock;
  }

  /** Whether the request came by a certificate of one of the names, from a trusted CA. */
  public boolean accept(HttpServerRequest request) {
    return request.isSSL() && accept(request.sslSession());
  }

  private boolean accept(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          && isNamed(certificate)
          && certified.test(session);
    } catch (SSLPeerUnverifiedException hasNone) {
      return false;
    }
  }

  /** Whether it is of one of the names, now; by whom it is signed is not looked at. */
  boolean isNamed(X509Certificate certificate) {
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
