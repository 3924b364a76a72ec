package io.kriten.apitoken.api.doors;

import io.kriten.apitoken.api.auth.KeyDecision;
import io.kriten.apitoken.api.http.Replies;
import io.kriten.apitoken.api.index.Entry;
import io.kriten.apitoken.api.limits.Limits;
import io.kriten.apitoken.api.problem.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/**
 * What {@code /auth} answers, counted. Every 401 has one body, whatever the reason, and is made
 * once; good keys are counted and not logged.
 */
final class AuthAnswers {

  private static final CharSequence JSON = HttpHeaders.createOptimized(Replies.JSON);
  private static final CharSequence BEARER = HttpHeaders.createOptimized("Bearer");
  private static final CharSequence WWW_AUTHENTICATE =
      HttpHeaders.createOptimized("WWW-Authenticate");
  private static final Buffer REFUSED =
      Replies.encode(Map.of("error", Refusal.badKey().getMessage()));
  private static final CharSequence REFUSED_LENGTH =
      HttpHeaders.createOptimized(Integer.toString(REFUSED.length()));

  private final KeyUses uses;
  private final Limits limits;
  private final StatusCounts counts;
  private final Counter accepted;
  private final Counter refused;

  AuthAnswers(KeyUses uses, Limits limits, MeterRegistry registry) {
    this.uses = uses;
    this.limits = limits;
    this.counts = new StatusCounts(registry, "apitoken_auth_requests", "Requests to /auth");
    this.accepted = counts.of(200);
    this.refused = counts.of(401);
  }

  void accept(
      HttpServerRequest request, KeyDecision decision, IdentityHeaders identities, Entry token) {
    uses.decided(request, decision);
    accepted.increment();
    HttpServerResponse response = Replies.unkept(request);
    identities.set(response.headers(), token);
    response.end();
  }

  void refuseKey(HttpServerRequest request, KeyDecision decision) {
    uses.decided(request, decision);
    if (limits.mayFail(limits.address(request))) {
      refuseOther(request);
    } else {
      refuse(request, limits.failedTooOften());
    }
  }

  /** Refuses what is no key of ours. */
  void refuseOther(HttpServerRequest request) {
    refused.increment();
    HttpServerResponse response = Replies.unkept(request).setStatusCode(401);
    response
        .headers()
        .set(WWW_AUTHENTICATE, BEARER)
        .set(HttpHeaders.CONTENT_TYPE, JSON)
        .set(HttpHeaders.CONTENT_LENGTH, REFUSED_LENGTH);
    response.end(REFUSED);
  }

  void refuse(HttpServerRequest request, Refusal refusal) {
    counts.of(refusal.status()).increment();
    Replies.refuse(Replies.unkept(request), refusal);
  }
}
