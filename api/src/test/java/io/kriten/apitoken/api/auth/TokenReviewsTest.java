package io.kriten.apitoken.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.api.kube.Workers;
import io.kriten.apitoken.api.problem.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is remembered of bearers, for how long, and what a flood of them costs. */
class TokenReviewsTest {

  private static final int THREADS = 2;
  private static final int QUEUE = 2;
  private static final String ADDRESS = "192.0.2.1";

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong now = new AtomicLong();
  private final Queue<TokenReview> asked = new ConcurrentLinkedQueue<>();
  private UnaryOperator<TokenReview> apiServer = question -> accepted("alice");
  private final TokenReviews reviews = reviews(List.of());

  private TokenReviews reviews(List<String> audiences) {
    return new TokenReviews(
        vertx,
        question -> {
          asked.add(question);
          return apiServer.apply(question);
        },
        new Workers(vertx, "reviews", THREADS, QUEUE, new SimpleMeterRegistry()),
        audiences,
        now::get);
  }

  @AfterEach
  void end() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static TokenReview accepted(String username, String... audiences) {
    return new TokenReviewBuilder()
        .withNewStatus()
        .withAuthenticated(true)
        .withAudiences(audiences)
        .withNewUser()
        .withUsername(username)
        .withGroups("devs")
        .endUser()
        .endStatus()
        .build();
  }

  private static TokenReview refused() {
    return new TokenReviewBuilder().withNewStatus().withAuthenticated(false).endStatus().build();
  }

  private static Optional<Caller> answer(Future<Optional<Caller>> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private Optional<Caller> review(String bearer) {
    return answer(reviews.review(bearer, ADDRESS));
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void aGoodAnswerIsRememberedForAMinute() {
    assertThat(review("b").orElseThrow().username()).isEqualTo("alice");
    pass(Duration.ofSeconds(60).minusNanos(1));
    assertThat(review("b")).isPresent();
    assertThat(asked).hasSize(1);

    pass(Duration.ofNanos(1));
    apiServer = question -> refused();
    assertThat(review("b")).isEmpty();
    assertThat(asked).hasSize(2);
  }

  @Test
  void aBadAnswerIsRememberedForTwoSeconds() {
    apiServer = question -> refused();
    assertThat(review("b")).isEmpty();
    pass(Duration.ofSeconds(2).minusNanos(1));
    assertThat(review("b")).isEmpty();
    assertThat(asked).hasSize(1);

    pass(Duration.ofNanos(1));
    apiServer = question -> accepted("alice");
    assertThat(review("b")).isPresent();
  }

  @Test
  void anOutageIs503AndRememberedByNobody() {
    apiServer =
        question -> {
          throw new KubernetesClientException("connection refused");
        };
    for (int i = 1; i <= 3; i++) {
      assertUnavailable(reviews.review("b", ADDRESS));
      assertThat(asked).hasSize(i);
    }
    apiServer = question -> accepted("alice");
    assertThat(review("b")).isPresent();
  }

  private static void assertUnavailable(Future<?> future) {
    assertThatThrownBy(() -> future.toCompletionStage().toCompletableFuture().join())
        .cause()
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(503));
  }

  @Test
  void aBearerIsRememberedByItsDigestOnly() {
    assertThat(review("plain-bearer")).isPresent();
    assertThat(reviews.remembered())
        .containsExactly(TokenReviews.sha256("plain-bearer"))
        .noneMatch(remembered -> remembered.contains("plain"));
    assertThat(review("another")).isPresent();
    assertThat(asked).extracting(q -> q.getSpec().getToken()).contains("plain-bearer", "another");
  }

  @Test
  void onlyWhatIsForOurAudiencesCounts() {
    TokenReviews ours = reviews(List.of("kriten", "other"));
    apiServer = question -> accepted("alice", "kriten");
    assertThat(answer(ours.review("for-us", ADDRESS))).isPresent();
    assertThat(asked.element().getSpec().getAudiences()).containsExactly("kriten", "other");

    apiServer = question -> accepted("alice", "vault");
    assertThat(answer(ours.review("for-others", ADDRESS))).isEmpty();
    apiServer = question -> accepted("alice");
    assertThat(answer(ours.review("of-a-server-that-knows-no-audiences", ADDRESS))).isEmpty();
  }

  @Test
  void theSameBearerIsAskedAboutOnceAtATimeAndTooManyOthersGet503() {
    CountDownLatch open = new CountDownLatch(1);
    apiServer =
        question -> {
          awaitLatch(open);
          return accepted("alice");
        };
    List<Future<Optional<Caller>>> running = new ArrayList<>();
    for (int i = 0; i < THREADS + QUEUE; i++) {
      running.add(reviews.review("bearer-" + i, "192.0.2." + i));
      running.add(reviews.review("bearer-" + i, "192.0.2." + i));
    }
    assertUnavailable(reviews.review("one-too-many", ADDRESS));
    await().untilAsserted(() -> assertThat(asked).hasSize(THREADS));

    open.countDown();
    running.forEach(future -> assertThat(answer(future)).isPresent());
    assertThat(asked).hasSize(THREADS + QUEUE);
    assertThat(review("one-too-many")).isPresent();
  }

  @Test
  void oneAddressHasHalfOfThePlacesAtMost() {
    CountDownLatch open = new CountDownLatch(1);
    apiServer =
        question -> {
          awaitLatch(open);
          return refused();
        };
    Future<Optional<Caller>> first = reviews.review("junk-1", ADDRESS);
    Future<Optional<Caller>> second = reviews.review("junk-2", ADDRESS);
    Future<Optional<Caller>> third = reviews.review("junk-3", ADDRESS);
    assertUnavailable(third);
    Future<Optional<Caller>> other = reviews.review("login", "192.0.2.2");

    open.countDown();
    for (Future<Optional<Caller>> asked : List.of(first, second, other)) {
      assertThat(answer(asked)).isEmpty();
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoCameToTheClusterByAKeyCameByAKey() {
    assertThat(review("login").orElseThrow().cameByKey()).isFalse();
    Map<String, List<String>> extra =
        Map.of("kriten.io/token-id", List.of("0b1c2d3e-0000-4000-8000-000000000000"));
    apiServer =
        question ->
            new TokenReviewBuilder(accepted("alice"))
                .editStatus()
                .editUser()
                .withExtra(extra)
                .endUser()
                .endStatus()
                .build();
    Caller byKey = review("by-key").orElseThrow();
    assertThat(byKey.cameByKey()).isTrue();
    assertThat(byKey.tokenId()).isEqualTo("0b1c2d3e-0000-4000-8000-000000000000");
    assertThat(byKey.extra()).isEqualTo(extra);
  }
}
