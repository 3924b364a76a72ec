package io.kriten.apitoken.operator;

import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.DigestRecord;
import java.util.Set;

/**
 * What exists around a token, as far as it was looked at.
 *
 * @param token the token; read live when a key may have to be made
 * @param digest the digest Secret of its serial
 * @param delivery the delivery Secret of its serial
 * @param access the Role and RoleBinding that open the delivery Secret: ours only when both are;
 *     looked at only when a key may have to be made
 * @param handover how far the handing over has come
 * @param superseded lower serials whose Secrets are still there
 * @param guard how the admission policies stand
 * @param peppers how the peppers stand
 */
record Observation(
    ApiToken token,
    Found<DigestRecord> digest,
    Found<KeySecret> delivery,
    Claim access,
    Handover handover,
    Set<Integer> superseded,
    GuardStanding guard,
    PepperStanding peppers) {

  Observation withDigest(Found<DigestRecord> found) {
    return new Observation(token, found, delivery, access, handover, superseded, guard, peppers);
  }

  Observation withDelivery(Found<KeySecret> found) {
    return new Observation(token, digest, found, access, handover, superseded, guard, peppers);
  }

  Observation withAccess(Claim claim) {
    return new Observation(token, digest, delivery, claim, handover, superseded, guard, peppers);
  }

  Observation withStandings(GuardStanding guardNow, PepperStanding peppersNow) {
    return new Observation(
        token, digest, delivery, access, handover, superseded, guardNow, peppersNow);
  }

  /** Nothing of lower serials is left. */
  Observation withoutSuperseded() {
    return new Observation(token, digest, delivery, access, handover, Set.of(), guard, peppers);
  }

  /** The delivery Secret has just been written, or was there before. */
  Observation withNewDelivery(Found<KeySecret> found) {
    return new Observation(token, digest, found, access, Handover.Open, superseded, guard, peppers);
  }

  /** Nothing of the delivery is left. */
  Observation withDeliveryClosed(Handover how) {
    return new Observation(
        token, digest, Found.absent(), Claim.ABSENT, how, superseded, guard, peppers);
  }
}
