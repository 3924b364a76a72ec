package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.kriten.apitoken.crds.ApiToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one token to where it should be: observe, decide, apply, until nothing is left to do.
 *
 * <p>It writes the status itself, on condition that the token has not changed, and never by JOSDK's
 * {@code UpdateControl}: a verdict on an old spec is never written over a new one, and JOSDK caches
 * no answer over which it could miss a change (its issue 3455).
 */
final class TokenReconciler implements Reconciler<ApiToken> {

  /** The longest sleep; also how often each token is looked at though nothing happened to it. */
  static final Duration MAX_INTERVAL = Duration.ofMinutes(10);

  private static final Duration AFTER_A_CHANGE = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(TokenReconciler.class);

  private final TokenPass pass;
  private final TokenSecrets secrets;
  private final Wakeups wakeups;

  TokenReconciler(TokenPass pass, TokenSecrets secrets, Wakeups wakeups) {
    this.pass = pass;
    this.secrets = secrets;
    this.wakeups = wakeups;
  }

  @Override
  public List<EventSource<?, ApiToken>> prepareEventSources(EventSourceContext<ApiToken> context) {
    wakeups.over(context.getPrimaryCache());
    return List.of(secrets.eventSource(context), wakeups);
  }

  @Override
  public UpdateControl<ApiToken> reconcile(ApiToken token, Context<ApiToken> context) {
    UpdateControl<ApiToken> done = UpdateControl.noUpdate();
    return sleep(token, context).map(done::rescheduleAfter).orElse(done);
  }

  /** The watch will show the change, most often before the time is up. */
  private Optional<Duration> sleep(ApiToken token, Context<ApiToken> context) {
    try {
      return pass.run(token, context.getSecondaryResources(Secret.class));
    } catch (ConcurrentChangeException e) {
      log.debug("{} is looked at again: {}", TokenFacts.describe(token), e.getMessage());
      return Optional.of(AFTER_A_CHANGE);
    }
  }
}
