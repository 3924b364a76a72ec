package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.ApiTokenStatus;
import io.kriten.apitoken.crds.Delivery;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;

final class Samples {

  static final String NAMESPACE = "apitokens";
  static final String UID = "c38ef92a-522e-41bb-ae5b-ab29a16727d4";
  static final Instant CREATED = Instant.parse("2030-01-31T12:00:00Z");
  static final Owner ALICE = new Owner("alice", "u-alice", Set.of("devs", "ops"));
  static final Peppers PEPPERS = Peppers.generate(new SecureRandom());
  static final TokenKey KEY = PEPPERS.tagKey().mint(new SecureRandom());

  private Samples() {}

  static ApiToken token() {
    return token(Delivery.Mode.Secret);
  }

  static ApiToken token(Delivery.Mode mode) {
    return token(new ApiTokenSpec(ALICE, null, null, null, null, new Delivery(mode, "1h")));
  }

  static ApiToken expiring(String expires) {
    return token(new ApiTokenSpec(ALICE, null, null, expires, null, null));
  }

  static ApiToken token(ApiTokenSpec spec) {
    ApiToken token = new ApiToken();
    token.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(NAMESPACE)
            .withName("ci")
            .withUid(UID)
            .withResourceVersion("7")
            .withGeneration(1L)
            .withCreationTimestamp(CREATED.toString())
            .build());
    token.setSpec(spec);
    return token;
  }

  static ApiTokenSpec actingAs(String user, Set<String> groups, ApiTokenSpec spec) {
    return new ApiTokenSpec(new Owner(user, null, groups), null, null, null, null, spec.delivery());
  }

  static ApiToken withHint(ApiToken token) {
    token.setStatus(new ApiTokenStatus(List.of(), KEY.hint(), null));
    return token;
  }

  static DigestRecord digest(ApiToken token) {
    return DigestRecord.seal(token, KEY, PEPPERS.current());
  }
}
