package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.audit.AuditLine;
import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.limits.Limits;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Writes a line into the audit log when the answer to a management call was made, whatever it is,
 * and also where the client had left by then: what was asked for was done or refused all the same.
 *
 * @param limits know the client's address
 */
record AuditHandler(String operation, Limits limits) implements Handler<RoutingContext> {

  /** Where the message of a refusal is kept until then. */
  static final String REFUSAL = "audit.refusal";

  /** Where the id of the token in question is kept until then. */
  static final String TOKEN = "audit.token";

  @Override
  public void handle(RoutingContext context) {
    String source = limits.address(context.request());
    // Not at the request's end, which comes before its answer when the client leaves.
    context.addBodyEndHandler(made -> write(context, source));
    context.next();
  }

  private void write(RoutingContext context, String source) {
    AuditLine line = AuditLine.of(operation, source);
    Caller.find(context)
        .ifPresent(
            caller ->
                line.with("user", caller.username())
                    .with("uid", caller.uid())
                    .with("byToken", caller.tokenId()));
    line.with("token", context.get(TOKEN))
        .with("status", context.response().getStatusCode())
        .with("refusal", context.get(REFUSAL))
        .with("aborted", context.response().closed() ? true : null)
        .write();
  }
}
