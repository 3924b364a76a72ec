package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.Condition;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenStatus;
import io.kriten.apitoken.crds.Conditions;
import io.kriten.apitoken.crds.Evidence;
import io.kriten.apitoken.crds.Expiry;
import io.kriten.apitoken.crds.KeyState;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.crds.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides what to do about a token: a pure function of what exists and the time. */
final class Decider {

  /** How soon to look again whether an obstacle that nobody reports is gone. */
  static final Duration RECHECK = Duration.ofSeconds(15);

  private final OwnerPolicy owners;
  private final Duration retention;

  Decider(OwnerPolicy owners, Duration retention) {
    this.owners = owners;
    this.retention = retention;
  }

  Decision decide(Observation seen, Instant now) {
    Evidence evidence = Evidence.of(seen.token(), null, null, owners);
    if (evidence.deleting() || seen.token().getSpec() == null) {
      return leave(seen, Verdict.of(evidence, now), now);
    }
    KeyStep key =
        evidence.ownerPermitted() ? Minting.of(seen, now) : KeyStep.settled(KeyState.PENDING);
    Removal removal = Removal.of(seen, retention, now);
    String hint =
        key.state() == KeyState.SEALED ? madeHint(seen) : TokenFacts.keyHint(seen.token());
    DeliveryStep delivery = Delivering.of(seen, key.state(), hint != null, now);
    Verdict verdict = explained(Verdict.of(evidence.withKey(key.state()), now), seen);
    return new Decision(
        removal.action().or(key::action).or(delivery::action).or(() -> superseded(seen)),
        verdict,
        status(seen.token(), verdict, hint, delivery, now),
        earliest(
            Stream.of(
                removal.wakeUp(),
                delivery.wakeUp(),
                expiry(evidence.expiry(), now),
                recheck(key.state(), now))));
  }

  private static Optional<Action> superseded(Observation seen) {
    return seen.superseded().isEmpty()
        ? Optional.empty()
        : Optional.of(new Action.RemoveSuperseded());
  }

  /** Of a token that goes, or that nobody can read, only the verdict is told. */
  private static Decision leave(Observation seen, Verdict verdict, Instant now) {
    ApiToken token = seen.token();
    Condition ready = Conditions.ready(token, verdict, now);
    List<Condition> conditions =
        Stream.concat(Stream.of(ready), Conditions.find(token, Conditions.DELIVERED).stream())
            .toList();
    String secret = token.getStatus() == null ? null : token.getStatus().deliverySecret();
    return new Decision(
        Optional.empty(),
        verdict,
        new ApiTokenStatus(conditions, TokenFacts.keyHint(token), secret),
        Optional.empty());
  }

  private static ApiTokenStatus status(
      ApiToken token, Verdict verdict, String hint, DeliveryStep delivery, Instant now) {
    Condition delivered =
        Conditions.of(
            token,
            Conditions.DELIVERED,
            delivery.delivered(),
            delivery.reason(),
            delivery.message(),
            now);
    return new ApiTokenStatus(
        List.of(Conditions.ready(token, verdict, now), delivered),
        hint,
        delivery.secret().orElse(null));
  }

  private static String madeHint(Observation seen) {
    return seen.digest().content().hint();
  }

  private static Verdict explained(Verdict verdict, Observation seen) {
    return switch (verdict.reason()) {
      case GuardMissing ->
          detailed(verdict, seen.guard().explain(TokenFacts.created(seen.token())));
      case Conflict -> detailed(verdict, "It is " + conflict(seen) + ".");
      case PepperMissing -> detailed(verdict, seen.peppers().problem());
      default -> verdict;
    };
  }

  private static String conflict(Observation seen) {
    if (seen.digest().isForeign()) {
      return "the Secret " + TokenObjects.digestName(seen.token());
    }
    String name = KeyAccess.name(seen.token());
    return seen.delivery().isForeign()
        ? "the Secret " + name
        : "the Role or the RoleBinding " + name;
  }

  private static Verdict detailed(Verdict verdict, String detail) {
    return new Verdict(verdict.reason(), verdict.message() + " " + detail);
  }

  private static Optional<Instant> expiry(Expiry expiry, Instant now) {
    return expiry.isNever() || expiry.hasPassed(now) ? Optional.empty() : Optional.of(expiry.at());
  }

  /** Nothing reports that a foreign object has gone; the standings report themselves. */
  private static Optional<Instant> recheck(KeyState state, Instant now) {
    return state == KeyState.CONFLICT ? Optional.of(now.plus(RECHECK)) : Optional.empty();
  }

  private static Optional<Instant> earliest(Stream<Optional<Instant>> candidates) {
    return candidates.flatMap(Optional::stream).min(Comparator.naturalOrder());
  }
}
