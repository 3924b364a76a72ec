package io.kriten.apitoken.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.api.limits.LimitSettings;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits at the doors when the process is told to end is still answered. */
class GracefulEndOfDoorsTest {

  private static final String QUESTION = "/auth?verb=run&resource=reports";

  private final FakeApiServer apiServer = new FakeApiServer();
  private final String key = apiServer.key("alice");
  private final Promise<Boolean> held = Promise.promise();
  @TempDir private Path directory;
  private SyncedFacade facade;

  @BeforeEach
  void start() throws Exception {
    apiServer.rights(held::future);
    facade =
        SyncedFacade.start(apiServer, SyncedFacade.doors(directory, List.of()), LimitSettings.OFF);
  }

  @AfterEach
  void end() {
    held.tryComplete(true);
    facade.close();
    apiServer.close();
  }

  private boolean isActive(int requests) {
    return facade.metrics().contains("apitoken_http_requests_active " + requests + ".0");
  }

  @Test
  void aQuestionThatWaitsForTheApiServerIsAnswered() {
    CompletableFuture<HttpResponse<String>> answer = facade.get(QUESTION, "Token", key);
    await().until(() -> apiServer.reviews() == 1);
    CompletableFuture<Void> end = CompletableFuture.runAsync(facade::close);
    await().until(() -> facade.get("/readyz").handle((ready, e) -> !isReady(ready)).join());
    assertThat(end).isNotDone();

    held.complete(true);
    assertThat(answer.join().statusCode()).isEqualTo(200);
    assertThat(answer.join().headers().firstValue("Connection")).hasValue("close");
    end.join();
  }

  private static boolean isReady(HttpResponse<String> answer) {
    return answer != null && answer.statusCode() == 200;
  }

  @Test
  void aKeyWithinItsWaitIsAnswered() {
    AtomicReference<CompletableFuture<HttpResponse<String>>> answer =
        new AtomicReference<>(CompletableFuture.completedFuture(null));
    await()
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              if (answer.get().isDone()) {
                answer.set(facade.tokenReview(apiServer.unknownKey(), "null"));
              }
              return isActive(1);
            });
    facade.close();

    assertThat(answer.get().join().body()).contains("\"authenticated\":false");
  }

  @Test
  void whoHasLeftIsNotWaitedFor() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), facade.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + QUESTION + " HTTP/1.1\r\nHost: x\r\nToken: " + key + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      await().until(() -> isActive(1));
    }
    await().until(() -> isActive(0));
    held.complete(true);
    assertThat(facade.get(QUESTION, "Token", key).join().statusCode()).isEqualTo(200);
    await().until(() -> isActive(0));
  }

  @Test
  void kubeApiServerIsSentElsewhereWhileTheProcessEnds() {
    assertThat(facade.tokenReview(key, "null").join().headers().firstValue("Connection")).isEmpty();
    facade.drain();
    assertThat(facade.tokenReview(key, "null").join().headers().firstValue("Connection"))
        .hasValue("close");
    assertThat(facade.tokenReview("", "[1, {}]").join().headers().firstValue("Connection"))
        .as("a refusal")
        .hasValue("close");
  }

  /** More than one reading takes: a connection that is closed over unread bytes loses answers. */
  @ParameterizedTest
  @ValueSource(strings = {"/auth", "/tokenreview", "/livez", "/nowhere"})
  void aConnectionEndsWithTheFirstAnswerHoweverMuchItsClientSends(String path) {
    facade.drain();
    String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nToken: " + key + "\r\n\r\n";
    assertThat(RawHttp.exchange(facade.port(), request.repeat(1_000)))
        .startsWith("HTTP/1.1 ")
        .containsIgnoringCase("connection: close")
        .containsOnlyOnce("HTTP/1.1 ");
  }
}
