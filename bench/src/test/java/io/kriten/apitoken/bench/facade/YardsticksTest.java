package io.kriten.apitoken.bench.facade;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.bench.seed.BenchCluster;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import io.kriten.apitoken.local.Launcher;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison is worth something only when both sides send as much. */
class YardsticksTest {

  private static final Path CHART = Path.of("..", "helm", "apitoken");
  private static final int PATIENCE_MS = 20_000;
  private static final String NO_LENGTH = "content-length: 0\r\n";

  @TempDir private static Path directory;
  private static BenchCluster cluster;
  private static Launcher launcher;
  private static FacadeProcess server;
  private static TokenKey good;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    cluster = BenchCluster.start(directory.resolve("cluster"), CHART, progress -> {});
    good = cluster.seed(seeder -> seeder.write(BenchCluster.FEW, 1, null)).get(0).key();
    launcher = new Launcher();
    server =
        FacadeProcess.start(
            launcher, FacadeAccount.of(cluster.local(), directory), BenchCluster.FEW);
  }

  @AfterAll
  static void stop() {
    server.close();
    launcher.close();
    cluster.close();
  }

  @Test
  void acceptanceDiffersFromThatOfAuthInTheStatusOnly() throws IOException {
    Answer door = get(server.url(), "/auth", good);
    Answer route = get(server.url(), Answers.ACCEPTED, good);

    assertThat(door.status()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(route.status()).isEqualTo("HTTP/1.1 204 No Content");
    assertThat(door.text().toLowerCase(Locale.ROOT)).contains(NO_LENGTH);
    assertThat(route.names()).isEqualTo(door.namesBut("content-length"));
    assertThat(route.length() - "204 No Content".length())
        .isEqualTo(door.length() - "200 OK".length() - NO_LENGTH.length());
    assertThat(get(server.bare(), Answers.ACCEPTED, good)).isEqualTo(route);
  }

  @Test
  void refusalHasTheHeadersAndTheLengthOfThatOfAuth() throws IOException {
    TokenKey foreign = Peppers.generate(new SecureRandom()).tagKey().mint(new SecureRandom());
    Answer door = get(server.url(), "/auth", foreign);
    Answer route = get(server.url(), Answers.REFUSED, foreign);

    assertThat(route.head()).isEqualTo(door.head());
    assertThat(route.length()).isEqualTo(door.length());
    assertThat(get(server.bare(), Answers.REFUSED, foreign)).isEqualTo(route);
  }

  @Test
  void reviewHasTheHeadersAndTheLengthOfThatOfTokenReview() throws IOException {
    Answer door = review(server.url(), "/tokenreview");
    Answer route = review(server.url(), Answers.REVIEW);

    assertThat(door.text()).contains("\"authenticated\":true");
    assertThat(route.head()).isEqualTo(door.head());
    assertThat(route.length()).isEqualTo(door.length());
    assertThat(review(server.bare(), Answers.REVIEW)).isEqualTo(route);
  }

  private static Answer get(URI url, String path, TokenKey key) throws IOException {
    return exchange(url, "GET " + path + " HTTP/1.1", "Token: " + key.reveal(), "");
  }

  private static Answer review(URI url, String path) throws IOException {
    String body =
        "{\"kind\":\"TokenReview\",\"apiVersion\":\"authentication.k8s.io/v1\",\"spec\":{\"token\":\"%s\"}}"
            .formatted(good.reveal());
    return exchange(
        url,
        "POST " + path + " HTTP/1.1",
        "Authorization: Bearer %s\r\nContent-Length: %d"
            .formatted(FacadeAccount.WEBHOOK_SECRET, body.length()),
        body);
  }

  private static Answer exchange(URI url, String line, String headers, String body)
      throws IOException {
    String request =
        String.join("\r\n", line, "Host: bench", "Connection: close", headers, "", body);
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new Answer(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
    }
  }

  /**
   * An answer.
   *
   * @param text as it came
   */
  private record Answer(String text) {

    private static final String END = "\r\n\r\n";

    int length() {
      return text.length();
    }

    String status() {
      return text.substring(0, text.indexOf("\r\n"));
    }

    /** Status and headers, in one order and lower case: neither tells anything. */
    List<String> head() {
      return text.substring(0, text.indexOf(END))
          .lines()
          .map(line -> line.toLowerCase(Locale.ROOT))
          .sorted()
          .toList();
    }

    List<String> names() {
      return head().stream()
          .filter(line -> line.contains(": "))
          .map(line -> line.substring(0, line.indexOf(": ")))
          .toList();
    }

    List<String> namesBut(String name) {
      return names().stream().filter(other -> !other.equals(name)).toList();
    }
  }
}
