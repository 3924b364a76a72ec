package io.kriten.apitoken.keys;

import java.security.Key;
import java.security.MessageDigest;
import javax.crypto.spec.SecretKeySpec;

/** 32 secret bytes that never show themselves. */
final class SecretBytes {

  static final int LENGTH = 32;

  private final byte[] bytes;

  SecretBytes(String what, byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          what + " must be " + LENGTH + " bytes long, not " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  byte[] copy() {
    return bytes.clone();
  }

  Key key() {
    return new SecretKeySpec(bytes, Hmac.ALGORITHM);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return SecretBytes.class.hashCode();
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
