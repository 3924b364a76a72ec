package io.kriten.apitoken.operator.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The CAs of an installation by number, the oldest first. The next one is made, and published, when
 * two thirds of the newest one's life are over; the old one goes on signing as long as it outlives
 * what it signs. So whoever trusts the published bundle has years to take in the new CA.
 *
 * @param byNumber from 1 on
 */
record Authorities(SortedMap<Integer, CertificateAuthority> byNumber) {

  private static final Duration LIFE = Duration.ofDays(3650);

  Authorities {
    byNumber = new TreeMap<>(byNumber);
  }

  static Authorities none() {
    return new Authorities(new TreeMap<>());
  }

  /**
   * What it is to be now: without those whose life is over, and with the next one if it is time.
   */
  Authorities at(InstantSource clock) {
    Instant now = clock.instant();
    SortedMap<Integer, CertificateAuthority> living = new TreeMap<>(byNumber);
    living.values().removeIf(authority -> Life.isOver(authority.certificate(), now));
    if (living.isEmpty() || Life.isLate(living.get(living.lastKey()).certificate(), now)) {
      int number = byNumber.isEmpty() ? 1 : byNumber.lastKey() + 1;
      living.put(number, CertificateAuthority.create("apitoken-ca-" + number, LIFE, clock));
    }
    return new Authorities(living);
  }

  /** Who signs what is to live that long: the oldest that outlives it. */
  CertificateAuthority signer(Instant end) {
    return byNumber.values().stream()
        .filter(authority -> authority.certificate().getNotAfter().toInstant().isAfter(end))
        .findFirst()
        .orElseGet(() -> byNumber.get(byNumber.lastKey()));
  }

  /** What others trust: the certificates of all, as PEM. */
  String bundle() {
    return byNumber.values().stream()
        .map(CertificateAuthority::certificatePem)
        .collect(Collectors.joining());
  }

  List<CertificateAuthority> all() {
    return List.copyOf(byNumber.values());
  }
}
