package io.kriten.apitoken.api.doors;

import io.kriten.apitoken.api.auth.AuthenticationLog;
import io.kriten.apitoken.api.auth.KeyDecision;
import io.kriten.apitoken.api.limits.Limits;
import io.vertx.core.http.HttpServerRequest;

/** What became of keys at the doors: all are counted, the refused ones audited in aggregate. */
public final class KeyUses {

  private final AuthenticationLog log;
  private final RefusalTally tally;
  private final Limits limits;

  KeyUses(AuthenticationLog log, RefusalTally tally, Limits limits) {
    this.log = log;
    this.tally = tally;
    this.limits = limits;
  }

  void decided(HttpServerRequest request, KeyDecision decision) {
    log.count(decision);
    if (!decision.accepted()) {
      tally.add(limits.address(request), decision);
    }
  }
}
