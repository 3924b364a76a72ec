package io.kriten.apitoken.api.auth;

import io.kriten.apitoken.api.limits.Limits;
import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets a request pass once it is known who sent it. One for each event loop, as {@link Keys} are.
 */
public final class Authentication implements Handler<RoutingContext> {

  private final Keys keys;
  private final TokenReviews reviews;
  private final AuthenticationLog log;
  private final Limits limits;

  Authentication(Keys keys, TokenReviews reviews, AuthenticationLog log, Limits limits) {
    this.keys = keys;
    this.reviews = reviews;
    this.log = log;
    this.limits = limits;
  }

  @Override
  public void handle(RoutingContext context) {
    boolean hasMore = !context.request().isEnded();
    if (hasMore) {
      context.request().pause();
      context.request().exceptionHandler(context::fail);
    }
    authenticate(context)
        .onSuccess(
            caller -> {
              if (context.failed()) {
                return;
              }
              caller.bind(context);
              // Who takes no body does what was asked whatever becomes of it, and answers that.
              context.request().exceptionHandler(null);
              // What comes next must take the body before it flows again.
              context.next();
              if (hasMore) {
                context.request().resume();
              }
            })
        .onFailure(context::fail);
  }

  private Future<Caller> authenticate(RoutingContext context) {
    Credentials credentials = Credentials.of(context.request().headers());
    return switch (credentials.kind()) {
      case NONE -> Future.failedFuture(Refusal.unauthenticated());
      case AMBIGUOUS -> Future.failedFuture(ambiguous(context));
      case KEY -> keys.decide(credentials.value()).compose(decision -> byKey(context, decision));
      case BEARER -> byBearer(context, credentials.value());
    };
  }

  private Refusal ambiguous(RoutingContext context) {
    log.count(KeyDecision.AMBIGUOUS);
    return limited(
        context,
        Refusal.badRequest(
            "The header Token or Authorization is there more than once. Send one of them, once."));
  }

  private Future<Caller> byKey(RoutingContext context, KeyDecision decision) {
    log.decided(limits.address(context.request()), decision);
    return decision.accepted()
        ? Future.succeededFuture(Caller.byKey(decision.token().orElseThrow()))
        : Future.failedFuture(limited(context, Refusal.badKey()));
  }

  /** What is refused too often is told so: good credentials of the same address still pass. */
  private Refusal limited(RoutingContext context, Refusal refusal) {
    return limits.mayFail(limits.address(context.request())) ? refusal : limits.failedTooOften();
  }

  private Future<Caller> byBearer(RoutingContext context, String bearer) {
    return reviews
        .review(bearer, limits.address(context.request()))
        .map(
            caller -> {
              log.reviewed(caller.isPresent());
              return caller.orElseThrow(() -> limited(context, Refusal.badBearer()));
            });
  }
}
