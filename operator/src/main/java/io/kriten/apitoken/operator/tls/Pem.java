package io.kriten.apitoken.operator.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** Certificates and keys as PEM (RFC 7468), and back. */
public final class Pem {

  private Pem() {}

  /** A certificate or a public key. */
  public static String write(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** A private key as PKCS #8, the only form that names its curve. */
  public static String write(PrivateKey key) {
    try {
      return write((Object) new JcaPKCS8Generator(key, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The first certificate.
   *
   * @throws IllegalArgumentException when there is none
   */
  static X509Certificate certificate(String pem) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem.getBytes(UTF_8)));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("no certificate in PEM", e);
    }
  }

  /**
   * The private key, from PKCS #8.
   *
   * @throws IllegalArgumentException when there is none; the message quotes nothing of it
   */
  static PrivateKey privateKey(String pem) {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (parser.readObject() instanceof PrivateKeyInfo key) {
        return new JcaPEMKeyConverter().getPrivateKey(key);
      }
    } catch (IOException quotesTheValue) {
      throw new IllegalArgumentException("no private key in PEM (PKCS #8)");
    }
    throw new IllegalArgumentException("no private key in PEM (PKCS #8)");
  }
}
