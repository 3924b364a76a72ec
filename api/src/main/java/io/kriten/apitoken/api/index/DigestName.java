package io.kriten.apitoken.api.index;

import io.kriten.apitoken.crds.Names;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Token and serial, as the name of a digest Secret tells them. */
record DigestName(UUID tokenUid, int serial) {

  private static final Pattern SUFFIX =
      Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([1-9][0-9]{0,9})");

  private static final String PREFIX = Names.digestSecret("", 0).replace("-0", "");

  static Optional<DigestName> parse(String name) {
    if (!name.startsWith(PREFIX)) {
      return Optional.empty();
    }
    Matcher matcher = SUFFIX.matcher(name.substring(PREFIX.length()));
    if (!matcher.matches() || Long.parseLong(matcher.group(2)) > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return Optional.of(
        new DigestName(UUID.fromString(matcher.group(1)), Integer.parseInt(matcher.group(2))));
  }

  @Override
  public String toString() {
    return Names.digestSecret(tokenUid.toString(), serial);
  }
}
