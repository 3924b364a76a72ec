package io.kriten.apitoken.crds;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kriten.apitoken.keys.Digest;
import io.kriten.apitoken.keys.Seal;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Digest records as Secrets, and back. */
public final class DigestSecrets {

  private static final String DIGEST = "digest";
  private static final String SEAL = "seal";
  private static final String PEPPER = "pepper";
  private static final String HINT = "hint";

  private DigestSecrets() {}

  /** The Secret of a record: immutable, and gone with its token. */
  public static Secret write(ApiToken token, DigestRecord record) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(token.getMetadata().getNamespace())
        .withName(Names.digestSecret(record.tokenUid(), record.serial()))
        .addToLabels(Labels.COMPONENT, Labels.DIGEST)
        .addToLabels(Labels.TOKEN, Labels.tokenValue(token))
        .withOwnerReferences(ownerReference(token))
        .endMetadata()
        .withType(Labels.DIGEST_TYPE)
        .withImmutable(true)
        .withData(data(record))
        .build();
  }

  /**
   * What a Secret says; empty unless type, owner reference, name and data are those of a digest
   * Secret. The name must be the one that uid and serial give, so that a copy under another name
   * counts for nothing.
   */
  public static Optional<DigestRecord> read(Secret secret) {
    if (!Labels.DIGEST_TYPE.equals(secret.getType())) {
      return Optional.empty();
    }
    return tokenUid(secret)
        .flatMap(
            uid ->
                serial(uid, secret.getMetadata().getName())
                    .flatMap(serial -> readData(uid, serial, secret.getData())));
  }

  /** The data of a record, as base64: what digest Secret and delivery Secret have in common. */
  public static Map<String, String> data(DigestRecord record) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put(DIGEST, base64(record.digest().bytes()));
    data.put(SEAL, base64(record.seal().bytes()));
    data.put(PEPPER, base64(Integer.toString(record.pepperVersion()).getBytes(UTF_8)));
    data.put(HINT, base64(record.hint().getBytes(UTF_8)));
    return data;
  }

  /** The record in a Secret's data; empty when a field is missing or malformed. */
  public static Optional<DigestRecord> readData(
      String tokenUid, int serial, Map<String, String> data) {
    if (data == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new DigestRecord(
              tokenUid,
              serial,
              new Digest(bytes(data, DIGEST)),
              new Seal(bytes(data, SEAL)),
              Integer.parseInt(new String(bytes(data, PEPPER), UTF_8)),
              new String(bytes(data, HINT), UTF_8)));
    } catch (IllegalArgumentException missingOrMalformed) {
      return Optional.empty();
    }
  }

  /** The controller reference that a token's objects carry. */
  public static OwnerReference ownerReference(ApiToken token) {
    return new OwnerReferenceBuilder()
        .withApiVersion(ApiToken.API_VERSION)
        .withKind(ApiToken.KIND)
        .withName(token.getMetadata().getName())
        .withUid(token.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(false)
        .build();
  }

  /** The uid of the token that controls an object; empty when none does. */
  public static Optional<String> tokenUid(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(r -> Boolean.TRUE.equals(r.getController()))
        .filter(
            r ->
                ApiToken.API_VERSION.equals(r.getApiVersion()) && ApiToken.KIND.equals(r.getKind()))
        .map(OwnerReference::getUid)
        .findFirst();
  }

  private static Optional<Integer> serial(String tokenUid, String name) {
    try {
      int serial = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
      return serial > 0 && Names.digestSecret(tokenUid, serial).equals(name)
          ? Optional.of(serial)
          : Optional.empty();
    } catch (NumberFormatException malformed) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(Map<String, String> data, String field) {
    String value = data.get(field);
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return Base64.getDecoder().decode(value);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
