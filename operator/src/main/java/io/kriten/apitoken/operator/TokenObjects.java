package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.keys.Peppers;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects of a token by their names, live, and whose they are. */
final class TokenObjects {

  private final ApiServer api;

  TokenObjects(ApiServer api) {
    this.api = api;
  }

  /** The token as it is now; empty when it is gone, or another has taken its name. */
  Optional<ApiToken> token(ApiToken token) {
    return api.find(ApiToken.class, namespace(token), token.getMetadata().getName())
        .filter(now -> now.getMetadata().getUid().equals(token.getMetadata().getUid()));
  }

  Found<DigestRecord> digest(ApiToken token) {
    return api.find(Secret.class, namespace(token), digestName(token))
        .map(secret -> claimDigest(secret, token))
        .orElseGet(Found::absent);
  }

  /** The delivery Secret; ours only when it verifies with our peppers. */
  Found<KeySecret> delivery(ApiToken token, Peppers peppers) {
    return deliverySecret(token)
        .map(secret -> claimDelivery(secret, token, peppers))
        .orElseGet(Found::absent);
  }

  /** The delivery Secret of a digest; ours only when it holds the same record. */
  Found<KeySecret> deliveryOf(DigestRecord digest, ApiToken token) {
    return deliverySecret(token)
        .map(secret -> claimDeliveryOf(digest, secret, token))
        .orElseGet(Found::absent);
  }

  /** The delivery Secret of a key whose digest is gone: ours by its type and owner alone. */
  Found<KeySecret> deliveryOfLostDigest(ApiToken token) {
    return deliverySecret(token)
        .map(secret -> claimed(KeySecrets.read(secret, token)))
        .orElseGet(Found::absent);
  }

  /** Role and RoleBinding: foreign when either is, ours when both are. */
  Claim access(ApiToken token) {
    Claim role = role(token).map(r -> KeyAccess.claim(r, token)).orElse(Claim.ABSENT);
    Claim binding = binding(token).map(b -> KeyAccess.claim(b, token)).orElse(Claim.ABSENT);
    if (Stream.of(role, binding).anyMatch(c -> c == Claim.FOREIGN)) {
      return Claim.FOREIGN;
    }
    return role == binding ? role : Claim.ABSENT;
  }

  Optional<Secret> deliverySecret(ApiToken token) {
    return api.find(Secret.class, namespace(token), KeyAccess.name(token));
  }

  Optional<Role> role(ApiToken token) {
    return api.find(Role.class, namespace(token), KeyAccess.name(token));
  }

  Optional<RoleBinding> binding(ApiToken token) {
    return api.find(RoleBinding.class, namespace(token), KeyAccess.name(token));
  }

  static String digestName(ApiToken token) {
    return Names.digestSecret(token.getMetadata().getUid(), token.getSpec().serial());
  }

  static Found<DigestRecord> claimDigest(Secret secret, ApiToken token) {
    return claimed(
        DigestSecrets.read(secret)
            .filter(record -> record.tokenUid().equals(token.getMetadata().getUid())));
  }

  static Found<KeySecret> claimDelivery(Secret secret, ApiToken token, Peppers peppers) {
    return claimed(KeySecrets.verify(secret, token, peppers));
  }

  static Found<KeySecret> claimDeliveryOf(DigestRecord digest, Secret secret, ApiToken token) {
    return claimed(KeySecrets.read(secret, token).filter(found -> found.record().equals(digest)));
  }

  private static <T> Found<T> claimed(Optional<T> content) {
    return content.map(Found::ours).orElseGet(Found::foreign);
  }

  private static String namespace(ApiToken token) {
    return token.getMetadata().getNamespace();
  }
}
