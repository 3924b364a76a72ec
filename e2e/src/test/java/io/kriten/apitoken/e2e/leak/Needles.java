package io.kriten.apitoken.e2e.leak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds keys in bytes of any kind, in one pass however many keys there are: as they are, and inside
 * base64 at each of its three alignments. It looks for 20 of the characters that follow the hint,
 * so that a part of a key is found too.
 */
public final class Needles {

  private static final int AFTER_HINT = 8;
  private static final int LENGTH = 20;

  private final Map<String, String> keys = new HashMap<>();

  /** Looks for these. */
  public Needles(Collection<String> keys) {
    for (String key : keys) {
      this.keys.put(key.substring(AFTER_HINT, AFTER_HINT + LENGTH), key);
      for (int shift = 0; shift < 3; shift++) {
        byte[] shifted = ("x".repeat(shift) + key).getBytes(US_ASCII);
        String base64 = Base64.getEncoder().encodeToString(shifted);
        // From here on, no character depends on what comes before or after the key.
        int start = AFTER_HINT / 3 * 4 + 4;
        this.keys.put(base64.substring(start, start + LENGTH), key);
      }
    }
  }

  /** The keys in there. */
  Set<String> in(byte[] haystack) {
    return in(new String(haystack, ISO_8859_1));
  }

  /** The keys in there. */
  Set<String> in(String haystack) {
    Set<String> found = new LinkedHashSet<>();
    int run = 0;
    for (int i = 0; i < haystack.length(); i++) {
      run = isBase64(haystack.charAt(i)) ? run + 1 : 0;
      if (run >= LENGTH) {
        String key = keys.get(haystack.substring(i + 1 - LENGTH, i + 1));
        if (key != null) {
          found.add(key);
        }
      }
    }
    return found;
  }

  private static boolean isBase64(char c) {
    return (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || c == '+'
        || c == '/';
  }
}
