package io.kriten.apitoken.api.doors;

import io.kriten.apitoken.api.http.Replies;
import io.kriten.apitoken.api.problem.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Sends what {@code /tokenreview} answers, counted. All event loops share it. */
final class ReviewReplies {

  private final StatusCounts counts;
  private final Counter answered;

  /**
   * @param registry gets {@code apitoken_tokenreview_requests}
   */
  ReviewReplies(MeterRegistry registry) {
    this.counts =
        new StatusCounts(registry, "apitoken_tokenreview_requests", "Requests to /tokenreview");
    this.answered = counts.of(200);
  }

  void answer(HttpServerRequest request, Buffer json) {
    answered.increment();
    Replies.send(Replies.unkept(request), json);
  }

  void refuse(HttpServerRequest request, Refusal refusal) {
    counts.of(refusal.status()).increment();
    Replies.refuse(Replies.unkept(request), refusal);
  }
}
