package io.kriten.apitoken.crds;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a token's key is accepted, and why not: one pure function over {@link Evidence} and the
 * time, an ordered chain of small named checks. Nothing else in the project decides whether a token
 * is usable.
 *
 * @param reason the condition's reason
 * @param message what it means, for people, and how to mend it
 */
public record Verdict(Reason reason, String message) {

  /**
   * Reasons of the condition {@code Ready}, written as the Kubernetes API conventions want them.
   */
  public enum Reason {
    /** The key is accepted; every other reason refuses it. */
    Active,
    /** {@code spec.enabled} is false. */
    Disabled,
    /** {@code spec.expires} has come. */
    Expired,
    /** The token has a deletionTimestamp. */
    Deleting,
    /** The key has not been made yet. */
    KeyPending,
    /** There was a key, but its digest is gone. */
    KeyMissing,
    /** The digest was not made for this token, serial and owner. */
    Unsealed,
    /** No token may act as that owner. */
    OwnerForbidden,
    /** A foreign object has the name of one that minting must make. */
    Conflict,
    /** Minting waits for the admission policies. */
    GuardMissing,
    /** Minting waits for the peppers, which are gone or unreadable. */
    PepperMissing
  }

  @FunctionalInterface
  private interface Check {
    Optional<Verdict> judge(Evidence evidence, Instant now);
  }

  private static final Verdict ACTIVE = new Verdict(Reason.Active, "The key is accepted.");

  private static final Optional<Verdict> NO_OBJECTION = Optional.empty();

  /** What cannot be mended comes first, what the owner can mend by a word comes last. */
  private static final List<Check> CHAIN =
      List.of(
          Verdict::beingDeleted,
          Verdict::ownerForbidden,
          Verdict::keyNotUsable,
          Verdict::switchedOff,
          Verdict::over);

  /** The verdict at an instant. */
  public static Verdict of(Evidence evidence, Instant now) {
    for (Check check : CHAIN) {
      Optional<Verdict> objection = check.judge(evidence, now);
      if (objection.isPresent()) {
        return objection.get();
      }
    }
    return ACTIVE;
  }

  /** Whether the key is accepted. */
  public boolean accepts() {
    return reason == Reason.Active;
  }

  private static Optional<Verdict> beingDeleted(Evidence evidence, Instant now) {
    return when(evidence.deleting(), Reason.Deleting, "The token is being deleted.");
  }

  private static Optional<Verdict> ownerForbidden(Evidence evidence, Instant now) {
    return when(
        !evidence.ownerPermitted(),
        Reason.OwnerForbidden,
        "No token may act as this owner: system: users and groups are refused. Create a token for another owner.");
  }

  private static Optional<Verdict> keyNotUsable(Evidence evidence, Instant now) {
    return switch (evidence.key()) {
      case SEALED -> NO_OBJECTION;
      case UNSEALED ->
          objection(
              Reason.Unsealed,
              "The digest was not made for this token, serial and owner. Delete the token and create another.");
      case PENDING -> objection(Reason.KeyPending, "The key has not been made yet.");
      case MISSING ->
          objection(
              Reason.KeyMissing,
              "The key's digest is gone, and no key is made twice. Delete the token and create another.");
      case CONFLICT ->
          objection(
              Reason.Conflict,
              "A Secret, Role or RoleBinding that is not the operator's has the name that the key needs. Delete it.");
      case GUARD_MISSING ->
          objection(
              Reason.GuardMissing,
              "No key is made while the admission policies are absent, altered or younger than the token. Install the chart's policies, then create the token again.");
      case PEPPER_MISSING ->
          objection(
              Reason.PepperMissing,
              "The Secret "
                  + Names.PEPPER_SECRET
                  + " is gone or unreadable. Restore it from a backup.");
    };
  }

  private static Optional<Verdict> switchedOff(Evidence evidence, Instant now) {
    return when(
        !evidence.enabled(), Reason.Disabled, "The token is disabled: spec.enabled is false.");
  }

  private static Optional<Verdict> over(Evidence evidence, Instant now) {
    return when(
        evidence.expiry().hasPassed(now),
        Reason.Expired,
        "The token has expired: spec.expires has passed.");
  }

  private static Optional<Verdict> when(boolean applies, Reason reason, String message) {
    return applies ? objection(reason, message) : NO_OBJECTION;
  }

  private static Optional<Verdict> objection(Reason reason, String message) {
    return Optional.of(new Verdict(reason, message));
  }
}
