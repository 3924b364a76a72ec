package io.kriten.apitoken.api.doors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.auth.KeyDecision;
import io.kriten.apitoken.api.auth.Keys;
import io.kriten.apitoken.api.auth.ResourceAccess;
import io.kriten.apitoken.api.http.Endpoint;
import io.kriten.apitoken.api.http.Replies;
import io.kriten.apitoken.api.index.Entry;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.api.tokens.OwnerId;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /introspect}: RFC 7662, for callers that may {@code create
 * tokenreviews.authentication.k8s.io}: who may ask the API server about tokens may ask here. What
 * is no good key is {@code {"active":false}}, and nothing more (RFC 7662, 2.2).
 */
public final class Introspection {

  private static final Map<String, Boolean> INACTIVE = Map.of("active", false);
  private static final ResourceAccess RIGHT =
      new ResourceAccess("create", "authentication.k8s.io", "tokenreviews", "", "", "");

  private final AccessDecisions decisions;
  private final KeyUses uses;

  /**
   * @param decisions on callers
   * @param uses hears of every key
   */
  public Introspection(AccessDecisions decisions, KeyUses uses) {
    this.decisions = decisions;
    this.uses = uses;
  }

  /**
   * RFC 7662, 2.2; times are seconds since 1970.
   *
   * @param exp null when the token never expires
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Active(
      boolean active,
      String sub,
      String username,
      Long exp,
      long iat,
      @JsonProperty("token_type") String tokenType) {

    static Active of(Entry token) {
      return new Active(
          true,
          OwnerId.of(token.owner()),
          token.owner().username(),
          token.expiry().isNever() ? null : token.expiry().at().getEpochSecond(),
          token.created().getEpochSecond(),
          "Bearer");
    }
  }

  /** The endpoint, with the keys of one event loop. */
  public Endpoint endpoint(Handler<RoutingContext> requireCaller, Keys keys) {
    return new Endpoint("/introspect")
        .on(
            HttpMethod.POST,
            List.of(requireCaller, FormBody::requireType, context -> read(context, keys)));
  }

  /** Not by Vert.x's BodyHandler, which decodes forms by itself, and finds fault with good ones. */
  private void read(RoutingContext context, Keys keys) {
    BoundedBody.read(context.request(), form -> introspect(context, form, keys), context::fail);
  }

  private void introspect(RoutingContext context, Buffer form, Keys keys) {
    String token;
    try {
      token = FormBody.only(form, "token");
    } catch (Refusal e) {
      context.fail(e);
      return;
    }
    allowed(Caller.of(context))
        .compose(yes -> keys.decide(token))
        .onSuccess(decision -> Replies.ok(context, answer(context, decision)))
        .onFailure(context::fail);
  }

  private Future<Void> allowed(Caller caller) {
    return decisions
        .may(caller, RIGHT)
        .map(
            may -> {
              if (!may) {
                throw Refusal.forbidden(
                    "Only who may create tokenreviews.authentication.k8s.io may introspect. Ask"
                        + " for the ClusterRole system:auth-delegator.");
              }
              return null;
            });
  }

  private Object answer(RoutingContext context, KeyDecision decision) {
    uses.decided(context.request(), decision);
    return decision.accepted() ? Active.of(decision.token().orElseThrow()) : INACTIVE;
  }
}
