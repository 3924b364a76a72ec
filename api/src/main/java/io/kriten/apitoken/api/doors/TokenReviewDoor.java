package io.kriten.apitoken.api.doors;

import io.kriten.apitoken.api.auth.KeyDecision;
import io.kriten.apitoken.api.auth.Keys;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.keys.TokenKey;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /tokenreview}: kube-apiserver's webhook token authenticator. One for each event loop,
 * ahead of the router. Who asks is never found out by a TokenReview, which would recurse.
 *
 * <p>A refusal is cached by kube-apiserver as long as a success, so what this process cannot know
 * is 503 and never {@code authenticated: false}.
 */
final class TokenReviewDoor implements Handler<HttpServerRequest> {

  static final String PATH = "/tokenreview";

  private static final Logger LOG = LoggerFactory.getLogger(TokenReviewDoor.class);

  private final Keys keys;
  private final Predicate<HttpServerRequest> apiServer;
  private final KeyReviewAnswers answers;
  private final ReviewReplies replies;
  private final KeyUses uses;

  /**
   * @param keys of this event loop
   * @param apiServer tells kube-apiserver from the rest
   */
  TokenReviewDoor(
      Keys keys,
      Predicate<HttpServerRequest> apiServer,
      KeyReviewAnswers answers,
      ReviewReplies replies,
      KeyUses uses) {
    this.keys = keys;
    this.apiServer = apiServer;
    this.answers = answers;
    this.replies = replies;
    this.uses = uses;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (!HttpMethod.POST.equals(request.method())) {
      request.response().putHeader(HttpHeaders.ALLOW, "POST");
      replies.refuse(request, Refusal.of(405, "The method is not supported here. Use POST."));
    } else if (!apiServer.test(request)) {
      replies.refuse(
          request,
          Refusal.of(
              401,
              "Only kube-apiserver may ask here, by the client certificate or the secret in its"
                  + " webhook's kubeconfig."));
    } else {
      BoundedBody.read(request, body -> review(request, body), refusal -> fail(request, refusal));
    }
  }

  private void review(HttpServerRequest request, Buffer body) {
    try {
      KeyReview review = KeyReview.read(body);
      if (!review.token().startsWith(TokenKey.PREFIX)) {
        replies.answer(request, KeyReviewAnswers.REFUSED);
        return;
      }
      decide(request, review);
    } catch (RuntimeException e) {
      fail(request, e);
    }
  }

  private void decide(HttpServerRequest request, KeyReview review) {
    Future<KeyDecision> decision = keys.decide(review.token());
    if (decision.succeeded()) {
      // Almost always, as at /auth.
      replies.answer(request, decided(request, decision.result(), review));
    } else {
      decision
          .map(late -> decided(request, late, review))
          .onSuccess(json -> replies.answer(request, json))
          .onFailure(failure -> fail(request, failure));
    }
  }

  private Buffer decided(HttpServerRequest request, KeyDecision decision, KeyReview review) {
    uses.decided(request, decision);
    return decision.accepted()
        ? answers.accepted(decision.token().orElseThrow(), review.audiences())
        : KeyReviewAnswers.REFUSED;
  }

  private void fail(HttpServerRequest request, Throwable failure) {
    if (failure instanceof Refusal refusal) {
      replies.refuse(request, refusal);
    } else {
      LOG.error(PATH, failure);
      replies.refuse(request, Refusal.failed());
    }
  }
}
