package io.kriten.apitoken.api.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedAnswersTest {

  private final Vertx vertx = Vertx.vertx();
  private final SharedAnswers<String, String> answers =
      new SharedAnswers<>(vertx, Caffeine.newBuilder().build());

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private String get(String question, Supplier<Future<String>> ask) {
    return answers.get(question, ask).toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void asksOnceForAllWhoWaitAndOnceForAllWhoComeLater() {
    AtomicInteger asked = new AtomicInteger();
    Promise<String> answer = Promise.promise();
    Supplier<Future<String>> ask =
        () -> {
          asked.incrementAndGet();
          return answer.future();
        };
    Future<String> first = answers.get("who?", ask);
    Future<String> second = answers.get("who?", ask);
    answer.complete("alice");
    assertThat(first.result()).isEqualTo("alice");
    assertThat(second.toCompletionStage().toCompletableFuture().join()).isEqualTo("alice");
    assertThat(get("who?", ask)).isEqualTo("alice");
    assertThat(asked).hasValue(1);
  }

  @Test
  void aFailureIsNotRemembered() {
    assertThatThrownBy(() -> get("who?", () -> Future.failedFuture("away")))
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("away");
    assertThat(get("who?", () -> Future.succeededFuture("alice"))).isEqualTo("alice");
  }

  @Test
  void whatIsThrownFailsTheQuestionAndLeavesNobodyWaiting() {
    assertThatThrownBy(
            () ->
                get(
                    "who?",
                    () -> {
                      throw new IllegalStateException("no workers");
                    }))
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("no workers");
    assertThat(get("who?", () -> Future.succeededFuture("alice"))).isEqualTo("alice");
  }
}
