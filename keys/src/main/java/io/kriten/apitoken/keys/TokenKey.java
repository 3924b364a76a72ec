package io.kriten.apitoken.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A plaintext key: {@code kri_}, 24 random base62 characters, 6 of a tag, and 6 of the CRC-32 of
 * all that precedes. 40 characters in all, the shape that Kriten documents.
 *
 * <p>The checksum refuses junk before any hashing, and lets a scanner find leaked keys offline; it
 * is never a secret. 24 base62 characters carry 142 bits; NIST SP 800-63B asks 112 of a look-up
 * secret.
 *
 * <p>The plaintext leaves this class through {@link #reveal()} alone: {@code toString()} prints the
 * hint.
 */
public final class TokenKey {

  /** What every key begins with. */
  public static final String PREFIX = "kri_";

  /** The length of a key, in characters. */
  public static final int LENGTH = 40;

  static final int RANDOM_LENGTH = 24;
  static final int TAG_LENGTH = 6;
  static final int CHECKSUM_LENGTH = 6;
  static final int HINT_LENGTH = PREFIX.length() + 4;

  private static final int TAG_START = PREFIX.length() + RANDOM_LENGTH;
  private static final int CHECKSUM_START = TAG_START + TAG_LENGTH;

  private final String plaintext;

  private TokenKey(String plaintext) {
    this.plaintext = plaintext;
  }

  /** Joins the random part and its tag, and adds the checksum. */
  static TokenKey of(String random, String tag) {
    String body = PREFIX + random + tag;
    return new TokenKey(body + checksum(body));
  }

  /** A key from outside; empty unless prefix, length, alphabet and checksum are right. */
  public static Optional<TokenKey> parse(String candidate) {
    return isWellFormed(candidate) ? Optional.of(new TokenKey(candidate)) : Optional.empty();
  }

  private static boolean isWellFormed(String candidate) {
    if (candidate == null || candidate.length() != LENGTH || !candidate.startsWith(PREFIX)) {
      return false;
    }
    for (int i = PREFIX.length(); i < LENGTH; i++) {
      if (!Base62.isDigit(candidate.charAt(i))) {
        return false;
      }
    }
    return candidate.startsWith(checksum(candidate), CHECKSUM_START);
  }

  /** Of all that precedes it, whatever follows. */
  private static String checksum(String key) {
    CRC32 crc = new CRC32();
    crc.update(key.getBytes(StandardCharsets.US_ASCII), 0, CHECKSUM_START);
    return Base62.encode(crc.getValue(), CHECKSUM_LENGTH);
  }

  /**
   * The plaintext. It belongs into the response or the delivery Secret that hands the key over, and
   * nowhere else.
   */
  public String reveal() {
    return plaintext;
  }

  /** The first 8 characters: enough for its owner to tell keys apart, of no use to anybody else. */
  public String hint() {
    return plaintext.substring(0, HINT_LENGTH);
  }

  String random() {
    return plaintext.substring(PREFIX.length(), TAG_START);
  }

  String tag() {
    return plaintext.substring(TAG_START, CHECKSUM_START);
  }

  byte[] bytes() {
    return plaintext.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenKey that && MessageDigest.isEqual(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return plaintext.hashCode();
  }

  @Override
  public String toString() {
    return hint();
  }
}
