package io.kriten.apitoken.crds;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import java.security.SecureRandom;
import java.util.Set;

/** A token of alice's, and what belongs to it. */
final class Samples {

  static final String UID = "c38ef92a-522e-41bb-ae5b-ab29a16727d4";
  static final Owner ALICE = new Owner("alice", "u-alice", Set.of("devs", "ops"));
  static final Peppers PEPPERS = Peppers.generate(new SecureRandom());
  static final TokenKey KEY = PEPPERS.tagKey().mint(new SecureRandom());

  private Samples() {}

  static ApiToken token() {
    return token(UID, ALICE, 1);
  }

  static ApiToken token(String uid, Owner owner, Integer serial) {
    ApiToken token = new ApiToken();
    token.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("apitokens")
            .withName("ci")
            .withUid(uid)
            .withGeneration(3L)
            .build());
    token.setSpec(new ApiTokenSpec(owner, null, null, null, serial, null));
    return token;
  }

  static DigestRecord digest(ApiToken token) {
    return DigestRecord.seal(token, KEY, PEPPERS.current());
  }
}
