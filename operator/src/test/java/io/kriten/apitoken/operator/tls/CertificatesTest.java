package io.kriten.apitoken.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CertificatesTest {

  private static final String NAMESPACE = "apitoken-system";
  private static final List<String> NAMES =
      List.of("apitoken-api", "apitoken-api.apitoken-system.svc", "10.96.0.7", "fd00::7");

  private final FakeSecretStore store = new FakeSecretStore();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private boolean leads = true;

  private Certificates operator(List<String> names) {
    return new Certificates(store, NAMESPACE, names, () -> leads, () -> now);
  }

  private void pass() {
    operator(NAMES).run();
  }

  private Serving serving() {
    return TlsSecrets.serving(store.secret(TlsSecrets.SERVING));
  }

  private X509Certificate certificate() {
    return Pem.certificate(serving().issued().certificatePem());
  }

  private List<CertificateAuthority> authorities() {
    return TlsSecrets.authorities(store.secret(TlsSecrets.CA), () -> now).all();
  }

  private void advance(Duration by) {
    now = now.plus(by);
  }

  @Test
  void makesACaAndACertificateForTheServersNames() throws Exception {
    pass();

    Secret secret = store.secret(TlsSecrets.SERVING);
    assertThat(secret.getType()).isEqualTo("kubernetes.io/tls");
    assertThat(secret.getData()).containsOnlyKeys("tls.crt", "tls.key", "ca.crt");
    X509Certificate certificate = certificate();
    assertThat(authorities()).singleElement().matches(ca -> ca.issued(certificate));
    assertThat(Pem.certificate(serving().bundle())).isEqualTo(authorities().get(0).certificate());
    assertThat(certificate.getPublicKey().toString()).contains("secp256r1");
    assertThat(certificate.getBasicConstraints()).isNegative();
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactlyInAnyOrder(
            "apitoken-api", "apitoken-api.apitoken-system.svc", "10.96.0.7", "fd00:0:0:0:0:0:0:7");
    assertThat(certificate.getNotAfter()).isEqualTo(Date.from(now.plus(Duration.ofDays(90))));
  }

  @Test
  void leavesGoodOnesAlone() {
    pass();
    pass();
    advance(Duration.ofDays(59));
    pass();

    assertThat(store.writes()).isEqualTo(2);
  }

  @Test
  void renewsAtTwoThirdsOfItsLife() {
    pass();
    X509Certificate first = certificate();
    advance(Duration.ofDays(60));
    pass();

    assertThat(certificate()).isNotEqualTo(first);
    assertThat(certificate().getPublicKey()).isNotEqualTo(first.getPublicKey());
    assertThat(authorities()).hasSize(1);
  }

  @Test
  void whoTakesInTheBundleEveryThirdYearAlwaysTrustsTheServer() {
    pass();
    String known = serving().bundle();
    Instant end = now.plus(Duration.ofDays(22 * 365));
    for (Instant read = now; now.isBefore(end); advance(Duration.ofDays(20))) {
      pass();
      if (read.until(now, ChronoUnit.DAYS) > 3 * 365) {
        known = serving().bundle();
        read = now;
      }
      assertThat(certificate().getNotAfter()).isAfter(Date.from(now));
      assertThat(trusts(known, certificate())).as("%s", now).isTrue();
      assertThat(authorities().size()).isLessThanOrEqualTo(2);
    }
    assertThat(authorities().get(0).certificate().getSubjectX500Principal().getName())
        .isEqualTo("CN=apitoken-ca-3");
  }

  private static Instant end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  private static boolean trusts(String bundle, X509Certificate certificate) {
    return Stream.of(bundle.split("(?<=-----END CERTIFICATE-----\n)", -1))
        .filter(pem -> !pem.isEmpty())
        .map(Pem::certificate)
        .filter(authority -> !end(authority).isBefore(end(certificate)))
        .anyMatch(
            authority -> {
              try {
                certificate.verify(authority.getPublicKey());
                return true;
              } catch (GeneralSecurityException another) {
                return false;
              }
            });
  }

  @Test
  void onlyTheLeaderWrites() {
    leads = false;
    pass();

    assertThat(store.writes()).isZero();
  }

  @Test
  void makesNothingWithoutNames() {
    operator(List.of()).run();

    assertThat(store.writes()).isZero();
  }

  @Test
  void takesTheCaOfWhoeverWasFaster() {
    store.beforeWrite(other -> pass());
    pass();
    pass();

    assertThat(authorities()).singleElement().matches(ca -> ca.issued(certificate()));
    assertThat(store.writes()).isEqualTo(2);
  }

  @Test
  void takesTheCertificateOfWhoeverRenewedFaster() {
    pass();
    advance(Duration.ofDays(60));
    store.beforeWrite(other -> pass());
    pass();

    assertThat(store.writes()).isEqualTo(3);
  }

  @Test
  void aCaThatIsDeletedIsReplacedWithAllThatItSigned() {
    pass();
    X509Certificate first = certificate();
    store.remove(TlsSecrets.CA);
    pass();

    assertThat(certificate()).isNotEqualTo(first);
    assertThat(authorities()).singleElement().matches(ca -> ca.issued(certificate()));
    assertThat(Pem.certificate(serving().bundle())).isEqualTo(authorities().get(0).certificate());
  }

  @Test
  void otherNamesTakeAnotherCertificate() {
    pass();
    operator(List.of("api.example.org")).run();

    assertThat(SubjectNames.areOf(certificate(), List.of("api.example.org"))).isTrue();
  }

  @Test
  void aDamagedCertificateIsReplaced() {
    pass();
    for (String field : List.of("tls.crt", "tls.key", "ca.crt")) {
      Secret damaged = store.secret(TlsSecrets.SERVING);
      store.put(new SecretBuilder(damaged).addToData(field, "AAAA").build());
      pass();
      assertThat(
              serving()
                  .fault(
                      TlsSecrets.authorities(store.secret(TlsSecrets.CA), () -> now), NAMES, now))
          .isEmpty();
      assertThat(serving().bundle()).isEqualTo(authorities().get(0).certificatePem());
    }
  }

  @Test
  void leavesAloneWhatItDidNotMake() {
    Secret foreign = secret(TlsSecrets.SERVING, Map.of("tls.crt", "AAAA"));
    store.put(foreign);
    pass();

    assertThat(store.secret(TlsSecrets.SERVING).getData()).isEqualTo(foreign.getData());
  }

  @Test
  void makesNoCertificateByACaThatItCannotRead() {
    pass();
    int writes = store.writes();
    store.put(secret(TlsSecrets.CA, Map.of("ca-1.crt", "AAAA", "ca-1.key", "AAAA")));
    advance(Duration.ofDays(60));
    pass();

    assertThat(store.writes()).isEqualTo(writes + 1);
  }

  @Test
  void keysAreNotPrinted() {
    pass();

    assertThat(serving().toString()).doesNotContain("PRIVATE KEY");
    assertThat(authorities().get(0).own().toString()).isEqualTo("Issued[...]");
  }

  private static Secret secret(String name, Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withData(data)
        .build();
  }
}
