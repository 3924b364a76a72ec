package io.kriten.apitoken.operator.tls;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What the REST API serves with, and what its clients trust.
 *
 * @param issued its certificate and key
 * @param bundle the certificates of the CAs that sign for it, as PEM
 */
record Serving(Issued issued, String bundle) {

  private static final Duration LIFE = Duration.ofDays(90);

  /** A new one for these names. */
  static Serving create(Authorities authorities, List<String> names, InstantSource clock) {
    CertificateAuthority signer = authorities.signer(clock.instant().plus(LIFE));
    return new Serving(signer.server("CN=apitoken-api", names, LIFE), authorities.bundle());
  }

  /** Why another certificate is needed; empty while this one will do. */
  Optional<String> fault(Authorities authorities, List<String> names, Instant now) {
    try {
      X509Certificate certificate = Pem.certificate(issued.certificatePem());
      if (!Keys.match(new KeyPair(certificate.getPublicKey(), Pem.privateKey(issued.keyPem())))) {
        return Optional.of("its key is another one's");
      }
      if (authorities.all().stream().noneMatch(authority -> authority.issued(certificate))) {
        return Optional.of("its CA is gone");
      }
      if (!SubjectNames.areOf(certificate, names)) {
        return Optional.of("its names are to change");
      }
      return Life.isLate(certificate, now)
          ? Optional.of("two thirds of its life are over")
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** The same with the CAs of now. */
  Serving trusting(Authorities authorities) {
    return new Serving(issued, authorities.bundle());
  }
}
