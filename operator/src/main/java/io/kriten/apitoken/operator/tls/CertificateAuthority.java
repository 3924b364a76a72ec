package io.kriten.apitoken.operator.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA on the curve P-256 (RFC 5280), which issues certificates to servers and clients. */
public final class CertificateAuthority {

  // Clocks of client and server may differ a little.
  private static final Duration EARLIER = Duration.ofMinutes(5);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final InstantSource clock;
  private final KeyPair keys;
  private final X509Certificate certificate;

  private CertificateAuthority(InstantSource clock, KeyPair keys, X509Certificate certificate) {
    this.clock = clock;
    this.keys = keys;
    this.certificate = certificate;
  }

  /** A new one, valid from now on. */
  public static CertificateAuthority create(String commonName, Duration life, InstantSource clock) {
    KeyPair keys = newKeys();
    X500Name name = new X500Name("CN=" + commonName);
    Instant end = clock.instant().plus(life);
    return new CertificateAuthority(clock, keys, certify(name, name, keys, keys, end, clock, null));
  }

  /**
   * The one that has this certificate and key.
   *
   * @throws IllegalArgumentException when they are not to be read, or are not each other's
   */
  static CertificateAuthority of(Issued own, InstantSource clock) {
    X509Certificate certificate = Pem.certificate(own.certificatePem());
    KeyPair keys = new KeyPair(certificate.getPublicKey(), Pem.privateKey(own.keyPem()));
    if (!Keys.match(keys)) {
      throw new IllegalArgumentException("the key is not the certificate's");
    }
    return new CertificateAuthority(clock, keys, certificate);
  }

  /** Its own certificate, as PEM: what others trust. */
  public String certificatePem() {
    return Pem.write(certificate);
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** Its own certificate and key. */
  Issued own() {
    return new Issued(certificatePem(), Pem.write(keys.getPrivate()));
  }

  /** Whether it signed that certificate. */
  boolean issued(X509Certificate other) {
    try {
      other.verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** For a client that logs in as that subject: CN is the username, each O a group. */
  public Issued client(String subject, Duration life) {
    return issue(subject, life, new Purpose(KeyPurposeId.id_kp_clientAuth, List.of()));
  }

  /** For a server that is reached by those DNS names and IP addresses. */
  public Issued server(String subject, List<String> names, Duration life) {
    return issue(subject, life, new Purpose(KeyPurposeId.id_kp_serverAuth, names));
  }

  /** A new pair of keys on the curve P-256. */
  public static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java knows no curve P-256", e);
    }
  }

  private record Purpose(KeyPurposeId usage, List<String> names) {}

  /** No certificate outlives its CA. */
  private Issued issue(String subject, Duration life, Purpose purpose) {
    KeyPair leaf = newKeys();
    Instant wanted = clock.instant().plus(life);
    Instant end = certificate.getNotAfter().toInstant();
    X509Certificate issued =
        certify(
            X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
            new X500Name(subject),
            keys,
            leaf,
            wanted.isBefore(end) ? wanted : end,
            clock,
            purpose);
    return new Issued(Pem.write(issued), Pem.write(leaf.getPrivate()));
  }

  /**
   * @param purpose null for a CA
   */
  private static X509Certificate certify(
      X500Name issuer,
      X500Name subject,
      KeyPair issuerKeys,
      KeyPair subjectKeys,
      Instant end,
      InstantSource clock,
      Purpose purpose) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              new BigInteger(127, RANDOM),
              Date.from(clock.instant().minus(EARLIER)),
              Date.from(end),
              subject,
              subjectKeys.getPublic());
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          identifiers.createSubjectKeyIdentifier(subjectKeys.getPublic()));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(issuerKeys.getPublic()));
      if (purpose == null) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      } else {
        addPurpose(builder, purpose);
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("this Java makes no ECDSA certificates", e);
    }
  }

  private static void addPurpose(X509v3CertificateBuilder builder, Purpose purpose)
      throws IOException {
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose.usage()));
    if (!purpose.names().isEmpty()) {
      GeneralNames names = SubjectNames.of(purpose.names());
      builder.addExtension(Extension.subjectAlternativeName, false, names);
    }
  }
}
