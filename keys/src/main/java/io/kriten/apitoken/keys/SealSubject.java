package io.kriten.apitoken.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * What a seal binds together: a digest, the one token and serial that it belongs to, and whom that
 * token acts as.
 *
 * @param tokenUid {@code metadata.uid} of the ApiToken
 * @param keySerial {@code spec.keySerial}
 * @param digest the key's digest
 * @param username {@code spec.owner.username}
 * @param ownerUid {@code spec.owner.uid}; empty when the owner has none
 * @param groups {@code spec.owner.groups}, in any order and with repetitions: they are sealed as a
 *     sorted set
 */
public record SealSubject(
    String tokenUid,
    long keySerial,
    Digest digest,
    String username,
    String ownerUid,
    List<String> groups) {

  public SealSubject {
    Objects.requireNonNull(tokenUid, "tokenUid");
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(username, "username");
    ownerUid = Objects.requireNonNullElse(ownerUid, "");
    groups = groups.stream().sorted().distinct().toList();
  }

  /**
   * An encoding that no two subjects share: every field is preceded by its length, so that no
   * boundary can be moved. It holds for Unicode text, and the API server stores no other: Go turns
   * a lone surrogate into U+FFFD.
   */
  byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, tokenUid.getBytes(UTF_8));
    write(out, ByteBuffer.allocate(Long.BYTES).putLong(keySerial).array());
    write(out, digest.bytes());
    write(out, username.getBytes(UTF_8));
    write(out, ownerUid.getBytes(UTF_8));
    for (String group : groups) {
      write(out, group.getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, byte[] field) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
    out.writeBytes(field);
  }
}
