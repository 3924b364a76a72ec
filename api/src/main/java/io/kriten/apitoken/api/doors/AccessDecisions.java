package io.kriten.apitoken.api.doors;

import com.github.benmanes.caffeine.cache.Ticker;
import io.kriten.apitoken.api.auth.AccessQuestion;
import io.kriten.apitoken.api.auth.AccessReviews;
import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.auth.ResourceAccess;
import io.kriten.apitoken.api.kube.SharedAnswers;
import io.kriten.apitoken.api.kube.Workers;
import io.kriten.apitoken.api.limits.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Whether somebody may do what is asked at one of the doors: by SubjectAccessReview, remembered for
 * ten seconds, yes and no alike, since whoever is refused asks again and again. The same question
 * is asked only once at a time, and only so many about one user: they would hold up those about
 * others.
 */
public final class AccessDecisions {

  private final AccessReviews reviews;
  private final Workers workers;
  private final Limits limits;
  private final SharedAnswers<AccessQuestion, Boolean> answers;

  /**
   * @param workers of this door alone
   */
  AccessDecisions(
      Vertx vertx, AccessReviews reviews, Workers workers, Limits limits, Ticker ticker) {
    this.reviews = reviews;
    this.workers = workers;
    this.limits = limits;
    this.answers = new SharedAnswers<>(vertx, AccessQuestion.memory(ticker));
  }

  /** Fails with 503 when nobody can tell, and with 429 when too much was asked about the caller. */
  Future<Boolean> may(Caller caller, ResourceAccess access) {
    AccessQuestion question = new AccessQuestion(caller, access);
    return answers.get(question, () -> ask(question));
  }

  private Future<Boolean> ask(AccessQuestion question) {
    return limits.mayQuestion(question.caller().username())
        ? workers.run(() -> reviews.ask(question))
        : Future.failedFuture(limits.questionedTooOften());
  }
}
