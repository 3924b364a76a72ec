package io.kriten.apitoken.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.api.limits.LimitSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that ask before they send a body (RFC 9110, 10.1.1). */
class ExpectationsTest {

  private static final int FAR_LESS_THAN_A_REQUEST_MAY_TAKE = 10_000;

  private static FakeApiServer apiServer;
  private static String key;
  private static SyncedFacade facade;

  private enum Door {
    INTROSPECTION("/introspect", "application/x-www-form-urlencoded", "token=x"),
    TOKEN_REVIEW(
        "/tokenreview",
        "application/json",
        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\","
            + "\"spec\":{\"token\":\"x\"}}");

    private final String path;
    private final String type;
    private final String body;

    Door(String path, String type, String body) {
      this.path = path;
      this.type = type;
      this.body = body;
    }

    String head(String version, int length, String expectation) {
      return String.join(
          "\r\n",
          "POST " + path + " " + version,
          "Host: x",
          "Authorization: Bearer " + (this == INTROSPECTION ? key : SyncedFacade.SECRET),
          "Content-Type: " + type,
          "Content-Length: " + length,
          "Expect: " + expectation,
          "",
          "");
    }
  }

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    apiServer = new FakeApiServer();
    key = apiServer.key("alice");
    facade =
        SyncedFacade.start(apiServer, SyncedFacade.doors(directory, List.of()), LimitSettings.OFF);
  }

  @AfterAll
  static void stop() {
    facade.close();
    apiServer.close();
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), facade.port());
    socket.setSoTimeout(FAR_LESS_THAN_A_REQUEST_MAY_TAKE);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private static BufferedReader answers(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsForTheWordIsGivenIt(Door door) throws IOException {
    try (Socket socket = connect()) {
      BufferedReader answers = answers(socket);
      say(socket, door.head("HTTP/1.1", door.body.length(), "100-Continue"));
      assertThat(answers.readLine()).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(answers.readLine()).isEmpty();
      say(socket, door.body);
      assertThat(answers.readLine()).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsOfAnOlderVersionIsNot(Door door) throws IOException {
    try (Socket socket = connect()) {
      say(socket, door.head("HTTP/1.0", door.body.length(), "100-continue") + door.body);
      assertThat(answers(socket).readLine()).isEqualTo("HTTP/1.0 200 OK");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAnnouncedAsTooLongIsRefusedAtOnce(Door door) throws IOException {
    try (Socket socket = connect()) {
      say(socket, door.head("HTTP/1.1", 64 * 1024 + 1, "100-continue"));
      assertThat(answers(socket).readLine()).startsWith("HTTP/1.1 413 ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoExpectsAnythingElseIsRefused(Door door) throws IOException {
    try (Socket socket = connect()) {
      say(socket, door.head("HTTP/1.1", door.body.length(), "a-miracle"));
      assertThat(answers(socket).readLine()).startsWith("HTTP/1.1 417 ");
    }
  }
}
