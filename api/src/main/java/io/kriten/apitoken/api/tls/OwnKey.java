package io.kriten.apitoken.api.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** A server's private key, which must be that of its certificate: nobody else checks. */
record OwnKey(KeyManagerFactory keys) {

  private static final Map<String, String> SIGNATURES =
      Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA");
  private static final byte[] ANYTHING = {1};

  /** Whether what it signs verifies with the certificate. */
  boolean belongsTo(X509Certificate certificate) {
    String algorithm = certificate.getPublicKey().getAlgorithm();
    if (!SIGNATURES.containsKey(algorithm)
        || !(keys.getKeyManagers()[0] instanceof X509KeyManager manager)) {
      return false;
    }
    String[] aliases = manager.getServerAliases(algorithm, null);
    return aliases != null
        && verifies(SIGNATURES.get(algorithm), manager.getPrivateKey(aliases[0]), certificate);
  }

  private static boolean verifies(String algorithm, PrivateKey key, X509Certificate certificate) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(ANYTHING);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(ANYTHING);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
