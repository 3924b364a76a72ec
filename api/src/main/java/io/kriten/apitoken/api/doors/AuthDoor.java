package io.kriten.apitoken.api.doors;

import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.auth.Credentials;
import io.kriten.apitoken.api.auth.KeyDecision;
import io.kriten.apitoken.api.auth.Keys;
import io.kriten.apitoken.api.auth.ResourceAccess;
import io.kriten.apitoken.api.index.Entry;
import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /auth}: tells a gateway whether the key in a request is good, and whose it is. One for
 * each event loop. It answers ahead of the router and its filters, since gateways ask for each
 * request of each of their clients.
 *
 * <p>Any method, and any path below: Envoy appends the path and query of the request that it asks
 * about. So a query counts at {@code /auth} itself only. Nothing is decided from {@code
 * X-Forwarded-*}, which anybody can send.
 */
final class AuthDoor implements Handler<HttpServerRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(AuthDoor.class);
  private static final String PATH = "/auth";

  private final Keys keys;
  private final AccessDecisions decisions;
  private final AuthAnswers answers;
  private final IdentityHeaders identities = new IdentityHeaders();

  /**
   * @param keys of this event loop
   */
  AuthDoor(Keys keys, AccessDecisions decisions, AuthAnswers answers) {
    this.keys = keys;
    this.decisions = decisions;
    this.answers = answers;
  }

  static boolean leadsHere(HttpServerRequest request) {
    String path = request.path();
    return path != null
        && path.startsWith(PATH)
        && (path.length() == PATH.length() || path.charAt(PATH.length()) == '/');
  }

  @Override
  public void handle(HttpServerRequest request) {
    try {
      Optional<ResourceAccess> access = access(request);
      Credentials credentials = Credentials.of(request.headers());
      switch (credentials.kind()) {
        case KEY -> decide(request, credentials.value(), access);
        case AMBIGUOUS -> answers.refuseKey(request, KeyDecision.AMBIGUOUS);
        case NONE, BEARER -> answers.refuseOther(request);
      }
    } catch (RuntimeException e) {
      fail(request, e);
    }
  }

  private void decide(
      HttpServerRequest request, String candidate, Optional<ResourceAccess> access) {
    Future<KeyDecision> decision = keys.decide(candidate);
    if (decision.succeeded()) {
      // Almost always, and callbacks would cost a tenth of the whole decision (measured).
      decided(request, decision.result(), access);
    } else {
      decision
          .onSuccess(late -> decided(request, late, access))
          .onFailure(failure -> fail(request, failure));
    }
  }

  private static Optional<ResourceAccess> access(HttpServerRequest request) {
    String query = request.query();
    return query == null || query.isEmpty() || request.path().length() > PATH.length()
        ? Optional.empty()
        : Optional.of(AccessQuery.parse(query));
  }

  private void decided(
      HttpServerRequest request, KeyDecision decision, Optional<ResourceAccess> access) {
    if (!decision.accepted()) {
      answers.refuseKey(request, decision);
      return;
    }
    Entry token = decision.token().orElseThrow();
    if (access.isEmpty()) {
      answers.accept(request, decision, identities, token);
      return;
    }
    decisions
        .may(Caller.byKey(token), access.get())
        .onSuccess(
            may -> {
              if (may) {
                answers.accept(request, decision, identities, token);
              } else {
                answers.refuse(
                    request, Refusal.forbidden("The owner of the API token may not do this."));
              }
            })
        .onFailure(failure -> fail(request, failure));
  }

  private void fail(HttpServerRequest request, Throwable failure) {
    if (failure instanceof Refusal refusal) {
      answers.refuse(request, refusal);
    } else {
      LOG.error("/auth", failure);
      answers.refuse(request, Refusal.failed());
    }
  }
}
