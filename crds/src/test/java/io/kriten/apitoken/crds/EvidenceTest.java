package io.kriten.apitoken.crds;

import static io.kriten.apitoken.crds.Samples.ALICE;
import static io.kriten.apitoken.crds.Samples.PEPPERS;
import static io.kriten.apitoken.crds.Samples.UID;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is stored, as evidence. */
class EvidenceTest {

  private static final OwnerPolicy PEOPLE_ONLY = new OwnerPolicy(false);

  private static Evidence of(ApiToken token, DigestRecord digest) {
    return Evidence.of(token, digest, PEPPERS, PEOPLE_ONLY);
  }

  @Test
  void aTokenWithItsDigestIsAccepted() {
    ApiToken token = Samples.token();

    assertThat(of(token, Samples.digest(token)))
        .isEqualTo(new Evidence(false, true, KeyState.SEALED, true, Expiry.NEVER));
  }

  @Test
  void everyFieldOfTheSpecCounts() {
    ApiToken token = Samples.token();
    token.setSpec(new ApiTokenSpec(ALICE, null, false, "2030-01-31T12:00:00Z", 1, null));

    assertThat(of(token, Samples.digest(token)))
        .isEqualTo(
            new Evidence(
                false,
                true,
                KeyState.SEALED,
                false,
                new Expiry(Instant.parse("2030-01-31T12:00:00Z"))));
  }

  @Test
  void nullOfEnabledAndSerialAreTheirDefaults() {
    ApiToken token = Samples.token(UID, ALICE, null);

    assertThat(of(token, Samples.digest(Samples.token())).key()).isEqualTo(KeyState.SEALED);
    assertThat(of(token, null).enabled()).isTrue();
  }

  @Test
  void aDeletionTimestampCounts() {
    ApiToken token = Samples.token();
    token.getMetadata().setDeletionTimestamp("2030-01-31T12:00:00Z");

    assertThat(of(token, Samples.digest(token)).deleting()).isTrue();
  }

  @Test
  void withoutDigestTheKeyIsPendingUntilThereWasOne() {
    ApiToken token = Samples.token();
    assertThat(of(token, null).key()).isEqualTo(KeyState.PENDING);

    token.setStatus(new ApiTokenStatus(List.of(), null, null));
    assertThat(of(token, null).key()).isEqualTo(KeyState.PENDING);

    token.setStatus(new ApiTokenStatus(List.of(), "kri_abcd", null));
    assertThat(of(token, null).key()).isEqualTo(KeyState.MISSING);
  }

  @Test
  void aDigestOfAnotherTokenSerialOrOwnerIsUnsealed() {
    DigestRecord digest = Samples.digest(Samples.token());

    assertThat(of(Samples.token("another-uid", ALICE, 1), digest).key())
        .isEqualTo(KeyState.UNSEALED);
    assertThat(of(Samples.token(UID, ALICE, 2), digest).key()).isEqualTo(KeyState.UNSEALED);
    assertThat(of(Samples.token(UID, new Owner("bob", null, null), 1), digest).key())
        .isEqualTo(KeyState.UNSEALED);
  }

  @Test
  void aForbiddenOwnerIsForbiddenEvenWithASealedDigest() {
    ApiToken token = Samples.token(UID, new Owner("alice", null, Set.of("system:masters")), 1);

    assertThat(of(token, Samples.digest(token)).ownerPermitted()).isFalse();
  }

  @Test
  void whatTheApiServerShouldNotHaveStoredIsRefused() {
    ApiToken withoutSpec = Samples.token();
    withoutSpec.setSpec(null);
    ApiToken withoutOwner = Samples.token(UID, null, 1);
    ApiToken withoutUsername = Samples.token(UID, new Owner(null, "u-alice", null), 1);
    DigestRecord digest = Samples.digest(Samples.token());

    for (ApiToken token : List.of(withoutSpec, withoutOwner, withoutUsername)) {
      assertThat(Verdict.of(of(token, digest), Instant.EPOCH).reason())
          .isEqualTo(Verdict.Reason.OwnerForbidden);
      assertThat(Verdict.of(of(token, null), Instant.EPOCH).reason())
          .isEqualTo(Verdict.Reason.OwnerForbidden);
    }
  }

  @Test
  void withKeyChangesTheKeyAlone() {
    Evidence evidence = new Evidence(true, true, KeyState.PENDING, true, Expiry.NEVER);

    assertThat(evidence.withKey(KeyState.CONFLICT))
        .isEqualTo(new Evidence(true, true, KeyState.CONFLICT, true, Expiry.NEVER));
  }
}
