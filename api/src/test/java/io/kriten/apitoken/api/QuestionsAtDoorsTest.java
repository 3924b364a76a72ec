package io.kriten.apitoken.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.api.limits.Rate;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody keeps the API server busy, or a gateway waiting, with questions about one user. */
class QuestionsAtDoorsTest {

  private static final int BURST = 5;
  private static final Rate RATE = new Rate(1, BURST);

  private final FakeApiServer apiServer = new FakeApiServer();
  private final String alice = apiServer.key("alice");
  private final String alicesOther = apiServer.key("alice");
  private final String bob = apiServer.key("bob");
  private SyncedFacade facade;

  @BeforeEach
  void start() {
    facade =
        SyncedFacade.start(
            apiServer, DoorSettings.CLOSED, new LimitSettings(Rate.UNLIMITED, RATE, List.of()));
  }

  @AfterEach
  void stop() {
    facade.close();
    apiServer.close();
  }

  private int ask(String key, String resource) {
    return facade.get("/auth?verb=run&resource=" + resource, "Token", key).join().statusCode();
  }

  private void askUntilItIsTooMuch(String key) {
    await().until(() -> ask(key, "r" + apiServer.reviews()) == 429);
  }

  @Test
  void moreDifferentQuestionsThanTheLimitAre429ForThatOwnerOnly() {
    assertThat(ask(alice, "reports")).isEqualTo(200);
    askUntilItIsTooMuch(alice);
    assertThat(apiServer.reviews()).isGreaterThanOrEqualTo(BURST);

    assertThat(ask(alice, "reports")).as("a remembered answer").isEqualTo(200);
    assertThat(facade.get("/auth", "Token", alice).join().statusCode()).isEqualTo(200);
    assertThat(ask(bob, "reports")).as("another owner").isEqualTo(200);
  }

  @Test
  void whoIsTooManySaysWhenToComeAgain() {
    List<HttpResponse<String>> answers =
        IntStream.range(0, 4 * BURST)
            .mapToObj(i -> facade.get("/auth?verb=run&resource=r" + i, "Token", alice))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() == 429)
        .isNotEmpty()
        .allSatisfy(
            answer -> {
              assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
              assertThat(answer.body()).startsWith("{\"error\":\"Too many different questions");
            });
  }

  @Test
  void aRefusedCallerOfIntrospectIsRememberedAndAGoodOneNeverLimited() {
    apiServer.rights(() -> Future.succeededFuture(false));
    for (int i = 0; i < 4 * BURST; i++) {
      assertThat(facade.introspect(alice, bob).join().statusCode()).isEqualTo(403);
    }
    assertThat(apiServer.reviews()).isEqualTo(1);

    apiServer.rights(() -> Future.succeededFuture(true));
    for (int i = 0; i < 4 * BURST; i++) {
      assertThat(facade.introspect(bob, alice).join().statusCode()).isEqualTo(200);
    }
    assertThat(apiServer.reviews()).isEqualTo(2);
  }

  @Test
  void questionsOfIntrospectHoldUpNoGateway() {
    Promise<Boolean> never = Promise.promise();
    apiServer.rights(never::future);
    List<CompletableFuture<HttpResponse<String>>> held =
        List.of(facade.introspect(alice, bob), facade.introspect(alicesOther, bob));
    await().until(() -> apiServer.reviews() == held.size());
    assertThat(facade.metrics())
        .contains("apitoken_worker_calls_pending{pool=\"introspect\"} 2.0")
        .contains("apitoken_worker_calls_pending{pool=\"auth\"} 0.0");
    never.complete(true);
    assertThat(held).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
  }
}
