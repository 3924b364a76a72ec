package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Expiry;
import io.kriten.apitoken.crds.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;

/** One pass over a token: observe, decide, apply, until nothing is left to do. */
final class TokenPass {

  /** More steps than any token can need: a loop in the decisions shows itself as an error. */
  private static final int MAX_STEPS = 12;

  /** Timers count in milliseconds, and must not fire early. */
  private static final Duration ROUNDING = Duration.ofMillis(1);

  private final Observer observer;
  private final Decider decider;
  private final Applier applier;
  private final OperatorMetrics metrics;
  private final InstantSource clock;
  private final Pace pace = new Pace();

  TokenPass(
      Observer observer,
      Decider decider,
      Applier applier,
      OperatorMetrics metrics,
      InstantSource clock) {
    this.observer = observer;
    this.decider = decider;
    this.applier = applier;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Runs it.
   *
   * @param watched the Secrets that the watch knows of the token
   * @return after how long to look again; empty when only a change matters
   */
  Optional<Duration> run(ApiToken token, Collection<Secret> watched) {
    Optional<Observation> seen = observer.observe(token, watched);
    for (int step = 0; seen.isPresent(); step++) {
      Decision decision = decider.decide(seen.get(), clock.instant());
      if (decision.action().isEmpty()) {
        Duration wait = untilTurn(seen.get().token(), decision.verdict());
        if (!wait.isZero()) {
          return Optional.of(wait.plus(ROUNDING));
        }
        applier.report(seen.get().token(), decision);
        ApiToken looked = seen.get().token();
        return decision.wakeUp().map(wakeUp -> until(wakeUp, looked));
      }
      if (step == MAX_STEPS) {
        throw new IllegalStateException("no end of " + decision.action().get());
      }
      seen = perform(decision.action().get(), decision, seen.get());
    }
    return Optional.empty();
  }

  /** Tokens expire many at once, as they were made; everything else happens to one at a time. */
  private Duration untilTurn(ApiToken token, Verdict verdict) {
    boolean hasJustExpired =
        verdict.reason() == Verdict.Reason.Expired
            && TokenFacts.readyReason(token).equals(Verdict.Reason.Active.name());
    return hasJustExpired
        ? pace.untilTurn(token.getMetadata().getUid(), clock.instant())
        : Duration.ZERO;
  }

  private Optional<Observation> perform(Action action, Decision decision, Observation seen) {
    try {
      return action.perform(applier, seen);
    } catch (KubernetesClientException e) {
      if (action.makesKey()) {
        metrics.mintFailed();
        tellPending(seen, decision, e);
      }
      throw e;
    }
  }

  /** A quota or a right that is missing lasts: the token must not stay without any condition. */
  private void tellPending(Observation seen, Decision pending, KubernetesClientException cause) {
    try {
      applier.report(seen.token(), pending);
    } catch (KubernetesClientException | ConcurrentChangeException e) {
      cause.addSuppressed(e);
    }
  }

  /** Writing the status takes time: the instant may have passed. */
  private Duration until(Instant wakeUp, ApiToken token) {
    Instant now = clock.instant();
    if (wakeUp.isAfter(now.plus(TokenReconciler.MAX_INTERVAL))) {
      return TokenReconciler.MAX_INTERVAL;
    }
    boolean isExpiry = wakeUp.equals(Expiry.of(token.getSpec().expires()).at());
    Instant turn = isExpiry ? pace.wakeUp(token.getMetadata().getUid(), wakeUp, now) : wakeUp;
    return turn.isAfter(now) ? Duration.between(now, turn).plus(ROUNDING) : ROUNDING;
  }
}
