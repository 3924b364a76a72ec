package io.kriten.apitoken.operator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Delivery Secrets: the one place where a key is written down. */
final class KeySecrets {

  /** The field that holds the key. */
  static final String KEY = "key";

  private KeySecrets() {}

  /** The Secret that hands a key to its owner, with the complete record of its digest. */
  static Secret write(ApiToken token, DigestRecord record, TokenKey key) {
    Map<String, String> data = new HashMap<>(DigestSecrets.data(record));
    data.put(KEY, Base64.getEncoder().encodeToString(key.reveal().getBytes(US_ASCII)));
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(token.getMetadata().getNamespace())
        .withName(Names.keySecret(record.tokenUid(), record.serial()))
        .addToLabels(Labels.COMPONENT, Labels.KEY)
        .addToLabels(Labels.TOKEN, Labels.tokenValue(token))
        .withOwnerReferences(DigestSecrets.ownerReference(token))
        .endMetadata()
        .withType(Labels.KEY_TYPE)
        .withImmutable(true)
        .withData(data)
        .build();
  }

  /**
   * What a Secret of the right name says; empty unless type, owner reference and record are those
   * of a delivery Secret of the token's serial. Without the key, which the watch drops, this is no
   * proof of who wrote it.
   */
  static Optional<KeySecret> read(Secret secret, ApiToken token) {
    String uid = token.getMetadata().getUid();
    if (!Labels.KEY_TYPE.equals(secret.getType()) || !TokenFacts.controls(token, secret)) {
      return Optional.empty();
    }
    Instant created = Instant.parse(secret.getMetadata().getCreationTimestamp());
    return DigestSecrets.readData(uid, token.getSpec().serial(), secret.getData())
        .map(record -> new KeySecret(record, created));
  }

  /**
   * What a Secret says, if a holder of our peppers wrote it for just this token, serial and owner,
   * and the key in it is the one that its digest is of. Whoever plants a Secret without the pepper
   * cannot pass.
   */
  static Optional<KeySecret> verify(Secret secret, ApiToken token, Peppers peppers) {
    return read(secret, token)
        .filter(found -> found.record().isSealedTo(token, peppers))
        .filter(found -> isDigestOf(found.record(), secret, peppers));
  }

  private static boolean isDigestOf(DigestRecord record, Secret secret, Peppers peppers) {
    return key(secret)
        .filter(key -> key.hint().equals(record.hint()))
        .flatMap(key -> peppers.version(record.pepperVersion()).map(p -> p.digest(key)))
        .map(record.digest()::equals)
        .orElse(false);
  }

  private static Optional<TokenKey> key(Secret secret) {
    try {
      return Optional.ofNullable(secret.getData().get(KEY))
          .map(text -> new String(Base64.getDecoder().decode(text), US_ASCII))
          .flatMap(TokenKey::parse);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
