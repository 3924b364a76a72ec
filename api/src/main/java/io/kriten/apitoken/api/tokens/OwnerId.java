package io.kriten.apitoken.api.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kriten.apitoken.crds.Owner;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** The id of an owner in REST, where owners have UUIDs; in Kubernetes not all of them do. */
public final class OwnerId {

  /** The namespace for version 5 UUIDs of usernames: {@code uuid5(NAMESPACE_DNS, "kriten.io")}. */
  static final UUID NAMESPACE =
      version5(UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "kriten.io");

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private OwnerId() {}

  /** The owner's uid where that is a UUID, else the version 5 UUID of the username. */
  public static String of(Owner owner) {
    String uid = owner.uidOrEmpty();
    return UUID_TEXT.matcher(uid).matches()
        ? uid.toLowerCase(Locale.ROOT)
        : version5(NAMESPACE, owner.username()).toString();
  }

  /** RFC 9562, 5.5. */
  static UUID version5(UUID namespace, String name) {
    ByteBuffer bytes =
        ByteBuffer.wrap(
            sha1(
                ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(namespace.getMostSignificantBits())
                    .putLong(namespace.getLeastSignificantBits())
                    .array(),
                name.getBytes(UTF_8)));
    long most = (bytes.getLong() & ~0xF000L) | 0x5000L;
    long least = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }

  private static byte[] sha1(byte[] namespace, byte[] name) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(namespace);
      return sha1.digest(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
