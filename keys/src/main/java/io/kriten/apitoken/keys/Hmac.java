package io.kriten.apitoken.keys;

import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.Mac;

/** HMAC-SHA-256 (RFC 2104) under one key. Not safe for use by several threads at once. */
final class Hmac {

  static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;

  Hmac(Key key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  byte[] of(byte[] context, byte[] message) {
    mac.update(context);
    return mac.doFinal(message);
  }
}
