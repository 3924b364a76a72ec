package io.kriten.apitoken.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.http.ConnectionSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * What audit log and metric say of requests that are refused late, and of those whose clients leave
 * before they are answered.
 */
class UnansweredTest {

  private static final String TOKENS = "/api/v1/api_tokens";
  private static final ConnectionSettings IMPATIENT =
      new ConnectionSettings(
          Duration.ofSeconds(20),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(20),
          100);

  private final Logger audit = (Logger) LoggerFactory.getLogger("audit");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final FakeApiServer apiServer = new FakeApiServer();
  private final String alice = apiServer.key("alice");
  private final String bob = apiServer.key("bob");
  private SyncedFacade facade;

  @BeforeEach
  void start() {
    facade = SyncedFacade.start(apiServer, DoorSettings.CLOSED, LimitSettings.OFF, IMPATIENT);
    lines.start();
    audit.addAppender(lines);
  }

  @AfterEach
  void stop() {
    audit.detachAppender(lines);
    facade.close();
    apiServer.close();
  }

  private Socket send(String line, String framing, String body) throws IOException {
    String request = String.join("\r\n", line, "Host: x", "Token: " + alice, framing, "", body);
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), facade.port());
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return socket;
  }

  /** The one line on that operation, once it is there. */
  private String line(String operation) {
    await().until(() -> !lines(operation).isEmpty());
    assertThat(lines(operation)).hasSize(1);
    return lines(operation).get(0);
  }

  private List<String> lines(String operation) {
    return List.copyOf(lines.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains("\"operation\":\"" + operation + "\""))
        .toList();
  }

  private void awaitMetric(String method, String status) {
    await()
        .untilAsserted(
            () ->
                assertThat(facade.metrics())
                    .containsPattern(
                        "apitoken_http_request_seconds_count\\{method=\""
                            + method
                            + "\",route=\"[^\"]*\",status=\""
                            + status
                            + "\"} 1"));
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length: 9,          x,  408, in time",
    "Transfer-Encoding: chunked, zz, 400, chunks"
  })
  void aBodyThatIsRefusedLateIsSaidToBe(String framing, String body, int status, String why)
      throws IOException {
    try (Socket socket = send("POST " + TOKENS + " HTTP/1.1", framing, body + "\r\n")) {
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .startsWith("HTTP/1.1 " + status);
    }
    assertThat(line("create"))
        .contains("\"status\":" + status, why, "\"user\":\"alice\"")
        .doesNotContain("aborted");
    awaitMetric("POST", Integer.toString(status));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoLeavesWithinTheBodyDidNothing(boolean withReset) throws IOException {
    try (Complaints complaints = new Complaints()) {
      try (Socket socket = send("POST " + TOKENS + " HTTP/1.1", "Content-Length: 9", "x")) {
        await().until(() -> facade.metrics().contains("apitoken_http_requests_active 1.0"));
        socket.setSoLinger(withReset, 0);
      }
      assertThat(line("create")).contains("\"status\":400", "ended within the request");
      awaitMetric("POST", "none");
      await().until(() -> facade.metrics().contains("apitoken_http_requests_active 0.0"));
      assertThat(complaints.of("io.kriten.apitoken.api.http")).isEmpty();
      assertThat(complaints.of("io.vertx")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 200", "false, 404"})
  void whatBecameOfADeletionWhoseClientLeftIsSaidWhenItIsKnown(boolean may, int status)
      throws IOException {
    String outcome = outcomeOfAbortedDeletion("X: y", "", may);
    assertThat(outcome).contains("\"status\":" + status, "\"aborted\":true");
    assertThat(outcome.contains("refusal")).isEqualTo(!may);
  }

  /** A deletion has no use for a body. */
  @ParameterizedTest
  @CsvSource({"Content-Length: 9, x", "Transfer-Encoding: chunked, zz"})
  void aBrokenBodyDoesNotHideADeletion(String framing, String body) throws IOException {
    assertThat(outcomeOfAbortedDeletion(framing, body + "\r\n", true))
        .contains("\"status\":200", "\"aborted\":true");
  }

  private String outcomeOfAbortedDeletion(String framing, String body, boolean may)
      throws IOException {
    String id =
        facade.get("/auth", "Token", bob).join().headers().firstValue("X-Kriten-Token-Id").get();
    Promise<Boolean> held = Promise.promise();
    apiServer.rights(held::future);
    try (Complaints complaints = new Complaints()) {
      Socket client = send("DELETE " + TOKENS + "/" + id + " HTTP/1.1", framing, body);
      await().until(() -> apiServer.reviews() == 1);
      client.close();
      awaitMetric("DELETE", "(none|40[08])");
      assertThat(facade.metrics()).contains("apitoken_http_requests_active 1.0");
      held.complete(may);
      String line = line("delete");
      assertThat(line).contains("\"token\":\"" + id + "\"", "\"user\":\"alice\"");
      await().until(() -> facade.metrics().contains("apitoken_http_requests_active 0.0"));
      assertThat(complaints.of("io.kriten.apitoken.api.http")).isEmpty();
      assertThat(complaints.of("io.vertx")).isEmpty();
      return line;
    }
  }

  @Test
  void whatIsAnsweredIsNotAborted() {
    assertThat(facade.get(TOKENS, "Token", alice).join().statusCode()).isEqualTo(200);
    assertThat(line("list")).contains("\"status\":200").doesNotContain("aborted");
    awaitMetric("GET", "200");
  }
}
