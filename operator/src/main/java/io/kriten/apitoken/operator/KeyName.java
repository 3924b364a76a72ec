package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.crds.Names;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which key a digest or delivery Secret is of.
 *
 * @param tokenUid the token's
 * @param serial the key's
 */
record KeyName(String tokenUid, int serial) {

  private static final Pattern UID_AND_SERIAL = Pattern.compile("[^-]+-[^-]+-(.+)-([0-9]+)");

  /** By the Secret's type and name; empty for any other Secret. */
  static Optional<KeyName> of(Secret secret) {
    Matcher name = UID_AND_SERIAL.matcher(secret.getMetadata().getName());
    if (!name.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new KeyName(name.group(1), Integer.parseInt(name.group(2))))
          .filter(key -> key.isOf(secret));
    } catch (NumberFormatException noSerial) {
      return Optional.empty();
    }
  }

  /** The name of the digest Secret. */
  String digest() {
    return Names.digestSecret(tokenUid, serial);
  }

  /** The name of delivery Secret, Role and RoleBinding. */
  String delivery() {
    return Names.keySecret(tokenUid, serial);
  }

  private boolean isOf(Secret secret) {
    String name = secret.getMetadata().getName();
    return (Labels.DIGEST_TYPE.equals(secret.getType()) && digest().equals(name))
        || (Labels.KEY_TYPE.equals(secret.getType()) && delivery().equals(name));
  }
}
