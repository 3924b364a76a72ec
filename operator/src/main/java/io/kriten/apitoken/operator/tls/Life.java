package io.kriten.apitoken.operator.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** How far a certificate has come. */
final class Life {

  private Life() {}

  /** Whether two thirds of its life are over: time for the next. */
  static boolean isLate(X509Certificate certificate, Instant now) {
    Instant start = certificate.getNotBefore().toInstant();
    Duration whole = Duration.between(start, certificate.getNotAfter().toInstant());
    return !now.isBefore(start.plus(whole.multipliedBy(2).dividedBy(3)));
  }

  static boolean isOver(X509Certificate certificate, Instant now) {
    return now.isAfter(certificate.getNotAfter().toInstant());
  }
}
