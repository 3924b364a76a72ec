package io.kriten.apitoken.api.index;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.ApiTokenStatus;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.Evidence;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.keys.Peppers;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * The part of an ApiToken that a verdict rests on, and nothing else of it.
 *
 * @param name {@code metadata.name}
 * @param owner shared between tokens
 * @param enabled whether it is switched on
 * @param expires null when it never does
 * @param serial which key counts
 * @param hadKey whether the operator ever reported a key
 * @param deleting whether it has a deletionTimestamp
 * @param created its creationTimestamp, in seconds since 1970
 * @param resourceVersion of the token when it was read
 */
record TokenFacts(
    String name,
    Owner owner,
    boolean enabled,
    String expires,
    int serial,
    boolean hadKey,
    boolean deleting,
    long created,
    long resourceVersion) {

  static TokenFacts of(ApiToken token, UnaryOperator<Owner> interner) {
    ApiTokenSpec spec = token.getSpec();
    return new TokenFacts(
        token.getMetadata().getName(),
        interner.apply(spec.owner()),
        spec.isEnabled(),
        spec.expires(),
        spec.serial(),
        token.getStatus() != null && token.getStatus().keyHint() != null,
        token.getMetadata().getDeletionTimestamp() != null,
        created(token),
        ResourceVersions.of(token));
  }

  /** The API server always sets it; who has none was never stored. */
  private static long created(ApiToken token) {
    String timestamp = token.getMetadata().getCreationTimestamp();
    return timestamp == null ? 0 : Instant.parse(timestamp).getEpochSecond();
  }

  TokenFacts ofVersion(long version) {
    return new TokenFacts(
        name, owner, enabled, expires, serial, hadKey, deleting, created, version);
  }

  /** The same token, being deleted, in a version that no event of the watch outdates. */
  TokenFacts deleted() {
    return new TokenFacts(
        name, owner, enabled, expires, serial, hadKey, true, created, Long.MAX_VALUE);
  }

  Evidence evidence(String uid, DigestRecord digest, Peppers peppers, OwnerPolicy owners) {
    return Evidence.of(token(uid), digest, peppers, owners);
  }

  private ApiToken token(String uid) {
    ApiToken token = new ApiToken();
    token.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withUid(uid)
            .withDeletionTimestamp(deleting ? "deleted" : null)
            .build());
    token.setSpec(new ApiTokenSpec(owner, null, enabled, expires, serial, null));
    token.setStatus(hadKey ? new ApiTokenStatus(null, "", null) : null);
    return token;
  }
}
