package io.kriten.apitoken.api.doors;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.kriten.apitoken.api.auth.AccessReviews;
import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.auth.ResourceAccess;
import io.kriten.apitoken.api.kube.SharedAnswers;
import io.kriten.apitoken.api.kube.Workers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Whether an owner may do what a gateway asks: by SubjectAccessReview, remembered for ten seconds,
 * yes and no alike, since whoever is refused asks again and again. The same question is asked only
 * once at a time.
 */
final class AccessDecisions {

  private static final Duration REMEMBERED = Duration.ofSeconds(10);
  private static final long MAX_REMEMBERED = 50_000;

  private record Question(Caller caller, ResourceAccess access) {}

  private final AccessReviews reviews;
  private final Workers workers;
  private final SharedAnswers<Question, Boolean> answers;

  AccessDecisions(Vertx vertx, AccessReviews reviews, Workers workers, Ticker ticker) {
    this.reviews = reviews;
    this.workers = workers;
    this.answers =
        new SharedAnswers<>(
            vertx,
            Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker)
                .executor(Runnable::run)
                .build());
  }

  /** Fails with 503 when nobody can tell. */
  Future<Boolean> may(Caller caller, ResourceAccess access) {
    return answers.get(
        new Question(caller, access), () -> workers.run(() -> reviews.ask(caller, access)));
  }
}
