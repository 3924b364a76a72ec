package io.kriten.apitoken.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.api.kube.Workers;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.api.tokens.ListRoom;
import io.kriten.apitoken.api.tokens.TokenView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListAnswersTest {

  private static final TokenView TOKEN =
      new TokenView("id", "alice", true, "", null, "d".repeat(1_000), "2030", "2030", null);

  /** More than the kernel takes off the process for a client that reads nothing. */
  private static final int MANY = 20_000;

  private final Vertx vertx = Vertx.vertx();
  private int port;

  @BeforeEach
  void start() {
    start(Duration.ofMinutes(1));
  }

  private void start(Duration maxSending) {
    ListAnswers answers =
        new ListAnswers(
            new Workers(vertx, "test", 2, 8, new SimpleMeterRegistry()),
            // For one list, and not for two.
            new ListRoom(MANY * 25_000L),
            maxSending);
    Router router = Router.router(vertx);
    router.route("/list").handler(context -> answers.answer(context, ListAnswersTest::list));
    router
        .route()
        .failureHandler(context -> Replies.refuse(context.response(), (Refusal) context.failure()));
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    port = server.actualPort();
  }

  private static Answer list(ListRoom.Share share) {
    List<TokenView> tokens = Collections.nCopies(MANY, TOKEN);
    tokens.forEach(share::take);
    return Answer.of(tokens);
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private int status() throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/list")).build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void anAnswerThatIsSentGivesItsRoomBack() throws IOException, InterruptedException {
    for (int i = 0; i < 5; i++) {
      assertThat(status()).isEqualTo(200);
    }
  }

  @Test
  void anAnswerThatNobodyReadsKeepsItsRoomUntilItsConnectionIsGone()
      throws IOException, InterruptedException {
    try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), port)) {
      idle.getOutputStream()
          .write("GET /list HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(idle.getInputStream().read()).isEqualTo('H');

      assertThat(status()).isEqualTo(503);
    }
    await().untilAsserted(() -> assertThat(status()).isEqualTo(200));
  }

  @Test
  void whoReadsNothingLosesTheConnection() throws IOException {
    start(Duration.ofMillis(500));

    try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), port)) {
      idle.getOutputStream()
          .write("GET /list HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      // It has the room.
      assertThat(idle.getInputStream().read()).isEqualTo('H');

      await().until(() -> status() == 200);
    }
  }
}
