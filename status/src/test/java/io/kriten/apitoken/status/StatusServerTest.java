package io.kriten.apitoken.status;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusServerTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Of the size that a busy process has. */
  private static final String METRICS = "apitoken_minted_total 1.0\n".repeat(1_200);

  /** More than the kernel takes off the process for a client that reads nothing. */
  private static final String LARGE = "x".repeat(8 * 1024 * 1024);

  private final AtomicBoolean ready = new AtomicBoolean(true);
  private final AtomicInteger scraped = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();
  private final Vertx vertx = Vertx.vertx();
  private final StatusServer server = start(0);

  private StatusServer start(int port) {
    return StatusServer.start(vertx, loopback(port), pages(), dropped::incrementAndGet);
  }

  private StatusServer start(int connections, Duration idle) {
    return StatusServer.start(
        vertx,
        loopback(0),
        pages(),
        new LatestChannels(connections, dropped::incrementAndGet),
        idle);
  }

  private Map<String, Supplier<Page>> pages() {
    return Map.of(
        "/readyz", () -> Page.health(ready.get()),
        "/metrics", () -> scrape(METRICS),
        "/large", () -> scrape(LARGE),
        "/broken",
            () -> {
              throw new IllegalStateException("kri_not for clients");
            });
  }

  private Page scrape(String metrics) {
    scraped.incrementAndGet();
    return Page.metrics(metrics);
  }

  @AfterEach
  void stop() {
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void tellsReadinessAndMetrics() throws Exception {
    assertThat(call("GET", "/readyz").statusCode()).isEqualTo(200);
    ready.set(false);
    assertThat(call("GET", "/readyz").statusCode()).isEqualTo(503);
    assertThat(call("GET", "/metrics").body()).isEqualTo(METRICS);
    assertThat(call("GET", "/metrics").headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void knowsNothingElse() throws Exception {
    assertThat(call("GET", "/").statusCode()).isEqualTo(404);
    assertThat(call("GET", "/metrics/x").statusCode()).isEqualTo(404);
    assertThat(call("POST", "/metrics").statusCode()).isEqualTo(405);
  }

  @Test
  void keepsTheReasonOfAFailureToItself() throws Exception {
    assertThat(call("GET", "/broken").statusCode()).isEqualTo(500);
    assertThat(call("GET", "/broken").body()).isEqualTo("The reason is in the log.\n");
  }

  @Test
  void saysWhichAddressIsTaken() {
    assertThatThrownBy(() -> start(server.port()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(":" + server.port())
        .hasCauseInstanceOf(BindException.class);
  }

  @Test
  void saysWhyItCannotListen() {
    InetSocketAddress tooLong = InetSocketAddress.createUnresolved("x".repeat(64) + ".invalid", 0);
    assertThatThrownBy(() -> StatusServer.start(vertx, tooLong, pages(), () -> {}))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(tooLong.toString())
        .cause()
        .isExactlyInstanceOf(IOException.class)
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nobodyWaitsForWhoStopsInTheMiddle() throws Exception {
    List<Socket> stalled = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.getOutputStream().write('G');
      stalled.add(socket);
      if (i % 50 == 0) {
        assertThat(call("GET", "/readyz").statusCode()).isEqualTo(200);
      }
    }
    assertThat(call("GET", "/readyz").statusCode()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(dropped.get()).isGreaterThanOrEqualTo(200 - 64));
    for (Socket socket : stalled) {
      socket.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /metrics HTTP/1.1\r\n\r\n",
        "GET /metrics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "POST /metrics HTTP/1.1\r\nContent-Length: 1\r\n\r\nx",
        // Vert.x answers it.
        "GET /metrics HTTP/1.7\r\n\r\n",
        "GET\r\n\r\n"
      })
  void aConnectionHasOneAnswer(String request) throws Exception {
    try (Socket socket = connect(server)) {
      var unused = send(socket, request.repeat(20_000));
      // Now they were read.
      assertThat(call("GET", "/readyz").statusCode()).isEqualTo(200);
      assertThat(scraped.get()).isLessThanOrEqualTo(1);
      assertThat(received(socket).split("HTTP/\\d\\.\\d \\d{3} ", -1)).hasSize(2);
    }
  }

  @Test
  void oneTooManyClosesTheOldestThoughItsAnswerIsNotTaken() throws Exception {
    try (StatusServer narrow = start(2, Duration.ofMinutes(1))) {
      List<Socket> silent = new ArrayList<>();
      while (silent.size() < 5) {
        Socket socket = connect(narrow);
        silent.add(socket);
        assertThat(send(socket, "GET /large HTTP/1.1\r\n\r\n")).isTrue();
        await().until(() -> scraped.get() == silent.size());
      }
      assertThat(dropped).hasValue(3);
      for (Socket socket : silent.subList(0, 3)) {
        assertThat(received(socket).length()).isLessThan(LARGE.length());
      }
      for (Socket socket : silent.subList(3, 5)) {
        assertThat(received(socket).length()).isGreaterThan(LARGE.length());
      }
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void whoDoesNotTakeTheAnswerLosesTheConnectionWhateverItSends() throws Exception {
    try (StatusServer hasty = start(64, Duration.ofMillis(300))) {
      for (String[] said :
          new String[][] {
            {"GET /large HTTP/1.1\r\n\r\n", "GET /readyz HTTP/1.1\r\n\r\n"},
            {"GET /large HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"}
          }) {
        try (Socket socket = connect(hasty)) {
          assertThat(send(socket, said[0])).isTrue();
          await().until(() -> !send(socket, said[1]));
        }
      }
    }
  }

  private static Socket connect(StatusServer server) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(20_000);
    // Not as much as the kernel likes.
    socket.setReceiveBufferSize(256 * 1024);
    socket.connect(loopback(server.port()));
    return socket;
  }

  /** Whether the server took all of it. */
  private static boolean send(Socket socket, String text) throws IOException {
    try {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      return true;
    } catch (SocketException closed) {
      return false;
    }
  }

  /** What comes until the server ends the connection, over unread requests or not. */
  private static String received(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
      return all.toString(ISO_8859_1);
    } catch (SocketException reset) {
      return all.toString(ISO_8859_1);
    }
  }

  @Test
  void whoSendsManyRequestsLosesTheConnection() throws Exception {
    byte[] request = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1);
    ByteBuffer many = ByteBuffer.allocate(request.length * 100_000);
    while (many.hasRemaining()) {
      many.put(request);
    }
    many.flip();
    try (SocketChannel flood = SocketChannel.open(loopback(server.port()))) {
      flood.configureBlocking(false);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                try {
                  if (!many.hasRemaining()) {
                    many.rewind();
                  }
                  flood.write(many);
                  return false;
                } catch (IOException closed) {
                  return true;
                }
              });
    }
    assertThat(call("GET", "/readyz").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> call(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
