package io.kriten.apitoken.api.index;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import java.security.SecureRandom;
import java.util.Set;

/** Tokens and digest Secrets as the API server would store them. */
final class Fixture {

  static final String NAMESPACE = "apitokens";
  static final String UID = "11111111-1111-4111-8111-111111111111";
  static final String OTHER_UID = "22222222-2222-4222-8222-222222222222";
  static final Owner ALICE = new Owner("alice", "a-1", Set.of("devs"));
  static final Owner BOB = new Owner("bob", "b-1", null);
  static final SecureRandom RANDOM = new SecureRandom();

  final Peppers peppers = Peppers.generate(RANDOM);

  TokenKey key() {
    return peppers.tagKey().mint(RANDOM);
  }

  static ApiToken token(String uid, Owner owner, int serial, long version) {
    ApiToken token = new ApiToken();
    token.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(NAMESPACE)
            .withName("backup")
            .withUid(uid)
            .withResourceVersion(Long.toString(version))
            .build());
    token.setSpec(new ApiTokenSpec(owner, "text", null, null, serial, null));
    return token;
  }

  static ApiToken token(long version) {
    return token(UID, ALICE, 1, version);
  }

  static ApiToken disabled(long version) {
    ApiToken token = token(version);
    token.setSpec(new ApiTokenSpec(ALICE, null, false, null, 1, null));
    return token;
  }

  static ApiToken deleting(long version) {
    ApiToken token = token(version);
    token.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    return token;
  }

  Secret digest(ApiToken token, TokenKey key, long version) {
    Secret secret = DigestSecrets.write(token, DigestRecord.seal(token, key, peppers.current()));
    secret.getMetadata().setResourceVersion(Long.toString(version));
    return secret;
  }

  /** A Secret's data under the name and owner reference of another token's. */
  static Secret copied(Secret data, Secret nameAndOwner, long version) {
    return new SecretBuilder(nameAndOwner)
        .withData(data.getData())
        .editMetadata()
        .withResourceVersion(Long.toString(version))
        .endMetadata()
        .build();
  }
}
