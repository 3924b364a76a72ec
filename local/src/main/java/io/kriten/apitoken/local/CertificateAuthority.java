package io.kriten.apitoken.local;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues ECDSA P-256 certificates for one control plane; its own key stays in memory. */
final class CertificateAuthority {

  private static final Duration LIFE = Duration.ofDays(3650);
  // Clocks of client and server may differ a little.
  private static final Duration EARLIER = Duration.ofMinutes(5);

  private final SecureRandom random = new SecureRandom();
  private final Clock clock;
  private final KeyPair keys;
  private final X500Name name;
  private final X509Certificate certificate;

  CertificateAuthority(String commonName, Clock clock)
      throws IOException, GeneralSecurityException {
    this.clock = clock;
    this.keys = newKeys();
    this.name = new X500Name("CN=" + commonName);
    try {
      X509v3CertificateBuilder builder = builder(name, keys);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      this.certificate = sign(builder);
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** A certificate and its key, as PEM. */
  record Issued(String certificatePem, String keyPem) {

    /** Without the key. */
    @Override
    public String toString() {
      return "Issued[...]";
    }
  }

  String certificatePem() throws IOException {
    return pem(certificate);
  }

  /** For a client that logs in as that subject: CN is the username, each O a group. */
  Issued client(String subject) throws IOException, GeneralSecurityException {
    return issue(subject, KeyPurposeId.id_kp_clientAuth, List.of());
  }

  /** For a server that is reached by those IP addresses and DNS names. */
  Issued server(String subject, List<String> addresses, List<String> dnsNames)
      throws IOException, GeneralSecurityException {
    List<GeneralName> names = new ArrayList<>();
    addresses.forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
    dnsNames.forEach(dns -> names.add(new GeneralName(GeneralName.dNSName, dns)));
    return issue(subject, KeyPurposeId.id_kp_serverAuth, names);
  }

  /** A new pair of keys on the curve P-256. */
  static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** The object as PEM; a private key as PKCS #8, the only form that names its curve. */
  static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  static String pem(PrivateKey key) throws IOException {
    return pem((Object) new JcaPKCS8Generator(key, null));
  }

  private Issued issue(String subject, KeyPurposeId purpose, List<GeneralName> names)
      throws IOException, GeneralSecurityException {
    KeyPair leaf = newKeys();
    X509v3CertificateBuilder builder = builder(new X500Name(subject), leaf);
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    if (!names.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(GeneralName[]::new)));
    }
    try {
      return new Issued(pem(sign(builder)), pem(leaf.getPrivate()));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private X509v3CertificateBuilder builder(X500Name subject, KeyPair subjectKeys) {
    Instant now = clock.instant();
    return new JcaX509v3CertificateBuilder(
        name,
        new BigInteger(127, random),
        Date.from(now.minus(EARLIER)),
        Date.from(now.plus(LIFE)),
        subject,
        subjectKeys.getPublic());
  }

  private X509Certificate sign(X509v3CertificateBuilder builder)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }
}
