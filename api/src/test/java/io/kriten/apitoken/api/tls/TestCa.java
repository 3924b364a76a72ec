package io.kriten.apitoken.api.tls;

import java.io.StringWriter;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates for tests, each with its keys. */
public record TestCa(KeyPair keys, X509Certificate certificate) {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration LIFE = Duration.ofDays(36500);

  /** A CA that signed itself. */
  public static TestCa create(String subject, String algorithm, int bits) throws Exception {
    KeyPair keys = newKeys(algorithm, bits);
    JcaX509v3CertificateBuilder builder =
        builder(new X500Name(subject), subject, keys, START.plus(LIFE));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    return new TestCa(keys, signed(builder, keys.getPrivate()));
  }

  /** A CA below this one. */
  TestCa authority(String subject) throws Exception {
    KeyPair below = newKeys("EC", 256);
    JcaX509v3CertificateBuilder builder = builder(name(), subject, below, START.plus(LIFE));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    return new TestCa(below, signed(builder, keys.getPrivate()));
  }

  /** For a client or a server. */
  TestCa leaf(String subject, KeyPurposeId usage, Instant end) throws Exception {
    KeyPair below = newKeys("EC", 256);
    JcaX509v3CertificateBuilder builder = builder(name(), subject, below, end);
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
    return new TestCa(below, signed(builder, keys.getPrivate()));
  }

  private X500Name name() {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  private static KeyPair newKeys(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, String subject, KeyPair keys, Instant end) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(System.nanoTime()),
        Date.from(START),
        Date.from(end),
        new X500Name(subject),
        keys.getPublic());
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey by)
      throws Exception {
    String signature = "EC".equals(by.getAlgorithm()) ? "SHA256withECDSA" : "SHA256withRSA";
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(by)));
  }

  /** The certificate as PEM. */
  public String certificatePem() throws Exception {
    return pem(certificate);
  }

  /** Its key as PEM, by PKCS #8. */
  public String keyPem() throws Exception {
    return pem(new JcaPKCS8Generator(keys.getPrivate(), null));
  }

  static String pem(Object object) throws Exception {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
