package io.kriten.apitoken.bench.seed;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.ApiTokenStatus;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.keys.Pepper;
import io.kriten.apitoken.keys.TokenKey;
import java.util.UUID;

/**
 * A token that came about in the ordinary way, with its digest Secret: what is seeded differs from
 * it in names, owner and key, and has the same managed fields, conditions and size.
 */
record Model(ApiToken token, Secret digest) {

  ApiToken token(String namespace, String name, Owner owner, String expires, TokenKey key) {
    ApiToken copy = new ApiToken();
    copy.setMetadata(
        new ObjectMetaBuilder(token.getMetadata())
            .withNamespace(namespace)
            .withName(name)
            .withUid(UUID.randomUUID().toString())
            .withResourceVersion(null)
            .build());
    copy.setSpec(new ApiTokenSpec(owner, null, true, expires, 1, token.getSpec().delivery()));
    copy.setStatus(new ApiTokenStatus(token.getStatus().conditions(), key.hint(), null));
    return copy;
  }

  Secret digest(ApiToken copy, TokenKey key, Pepper pepper) {
    return new SecretBuilder(DigestSecrets.write(copy, DigestRecord.seal(copy, key, pepper)))
        .editMetadata()
        .withUid(UUID.randomUUID().toString())
        .withCreationTimestamp(digest.getMetadata().getCreationTimestamp())
        .withManagedFields(digest.getMetadata().getManagedFields())
        .endMetadata()
        .build();
  }
}
