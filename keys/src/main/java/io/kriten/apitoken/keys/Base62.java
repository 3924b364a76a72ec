package io.kriten.apitoken.keys;

import java.security.SecureRandom;

/** The alphabet of keys, {@code 0-9A-Za-z}, and the numbers written in it. */
final class Base62 {

  static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final int RADIX = ALPHABET.length();

  /**
   * The largest multiple of 62 that fits a byte: bytes from here on would favour the first digits.
   */
  private static final int UNBIASED = 256 - 256 % RADIX;

  private Base62() {}

  static boolean isDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  /** The {@code length} last digits of an unsigned number, most significant first. */
  static String encode(long unsigned, int length) {
    char[] digits = new char[length];
    long rest = unsigned;
    for (int i = length - 1; i >= 0; i--) {
      // Signed division by a constant is a multiplication; only the first step can need the other.
      long quotient = rest >= 0 ? rest / RADIX : Long.divideUnsigned(rest, RADIX);
      digits[i] = ALPHABET.charAt((int) (rest - quotient * RADIX));
      rest = quotient;
    }
    return new String(digits);
  }

  /** Uniform random digits: bytes that would bias the result are drawn again. */
  static String random(SecureRandom random, int length) {
    StringBuilder digits = new StringBuilder(length);
    byte[] draw = new byte[length * 2];
    while (digits.length() < length) {
      random.nextBytes(draw);
      for (int i = 0; i < draw.length && digits.length() < length; i++) {
        int value = Byte.toUnsignedInt(draw[i]);
        if (value < UNBIASED) {
          digits.append(ALPHABET.charAt(value % RADIX));
        }
      }
    }
    return digits.toString();
  }
}
