package io.kriten.apitoken.api.doors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * Names of users and groups as values of HTTP headers: percent-encoded UTF-8 (RFC 3986, 2.1), so
 * that no name can end a header, begin another, or pass for two.
 */
final class HeaderValue {

  /** RFC 3986's unreserved characters, and three that names are full of and no header minds. */
  private static final String PLAIN = "-._~:@/";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private HeaderValue() {}

  static String of(String name) {
    StringBuilder value = new StringBuilder(name.length());
    for (byte octet : name.getBytes(UTF_8)) {
      if (isPlain(octet)) {
        value.append((char) octet);
      } else {
        value.append('%').append(HEX.toHexDigits(octet));
      }
    }
    return value.toString();
  }

  /** A list, separated by commas, which no element contains. */
  static String of(Collection<String> names) {
    return names.stream().map(HeaderValue::of).collect(Collectors.joining(","));
  }

  private static boolean isPlain(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || PLAIN.indexOf(octet) >= 0;
  }
}
