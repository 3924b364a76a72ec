package io.kriten.apitoken.operator.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;

/** Whether the halves of a pair of EC keys belong together. */
final class Keys {

  private static final byte[] ANYTHING = {1};

  private Keys() {}

  static boolean match(KeyPair keys) {
    try {
      Signature signing = Signature.getInstance("SHA256withECDSA");
      signing.initSign(keys.getPrivate());
      signing.update(ANYTHING);
      byte[] signature = signing.sign();
      signing.initVerify(keys.getPublic());
      signing.update(ANYTHING);
      return signing.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
