package io.kriten.apitoken.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.api.http.ConnectionSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Clients that hold connections (slowloris and its kin) lose them; the others do not notice. */
@Execution(ExecutionMode.CONCURRENT)
class SlowClientsTest {

  private static final Duration HANDSHAKE = Duration.ofSeconds(20);
  private static final Duration HEADERS = Duration.ofMillis(400);
  private static final Duration REQUEST = Duration.ofMillis(1200);
  private static final Duration IDLE = Duration.ofMillis(1500);
  private static final int MAX = 100;
  private static final long FAR_TOO_MUCH = 48L * 1024 * 1024;

  private static LoneFacade facade;

  @BeforeAll
  static void start() {
    facade = LoneFacade.start(new ConnectionSettings(HANDSHAKE, HEADERS, REQUEST, IDLE, MAX));
  }

  @AfterAll
  static void stop() {
    facade.close();
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), facade.port());
    socket.setSoTimeout(20);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** What comes until the server ends the connection, while a byte is sent every 20 ms. */
  private static String drip(Socket socket, String drop) throws IOException {
    StringBuilder answer = new StringBuilder();
    byte[] buffer = new byte[4096];
    while (true) {
      try {
        int length = socket.getInputStream().read(buffer);
        if (length < 0) {
          return answer.toString();
        }
        answer.append(new String(buffer, 0, length, ISO_8859_1));
      } catch (SocketTimeoutException nothingYet) {
        say(socket, drop);
      } catch (SocketException closed) {
        return answer.toString();
      }
    }
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Test
  void headersThatDripInAre408() throws IOException {
    try (Socket socket = connect()) {
      long begun = System.nanoTime();
      say(socket, "GET /livez HTTP/1.1\r\n");
      assertThat(drip(socket, "X: y\r\n"))
          .containsPattern("^HTTP/1.[01] 408")
          .contains("{\"error\":\"The request did not arrive in time. Send it faster.\"}");
      assertThat(since(begun)).isBetween(HEADERS, HEADERS.plusSeconds(5));
    }
  }

  @Test
  void theSecondRequestOfAConnectionHasNoMoreTime() throws IOException {
    try (Socket socket = connect()) {
      say(socket, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /li");
      assertThat(drip(socket, "v"))
          .startsWith("HTTP/1.1 200")
          .containsPattern("\\}HTTP/1.[01] 408");
    }
  }

  @Test
  void aBodyThatDripsInIsGivenUp() throws IOException {
    for (String path : List.of("/auth", "/tokenreview", "/introspect", "/livez")) {
      try (Socket socket = connect()) {
        long begun = System.nanoTime();
        say(socket, "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
        drip(socket, "x");
        assertThat(since(begun)).as(path).isLessThan(REQUEST.plusSeconds(5));
      }
    }
  }

  @Test
  void connectionsOfWhichNothingIsHeardAreClosed() throws IOException {
    try (Socket never = connect();
        Socket oneByte = connect();
        Socket once = connect()) {
      say(oneByte, "G");
      say(once, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
      for (Socket socket : List.of(never, oneByte, once)) {
        socket.setSoTimeout((int) IDLE.plusSeconds(5).toMillis());
        socket.getInputStream().readAllBytes();
      }
    }
  }

  @Test
  void whoKeepsAConnectionAndSendsWholeRequestsKeepsIt() throws IOException {
    try (Socket socket = connect()) {
      long begun = System.nanoTime();
      while (since(begun).compareTo(REQUEST.plus(HEADERS)) < 0) {
        say(socket, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
        socket.setSoTimeout(5_000);
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        socket.getInputStream().skipNBytes(socket.getInputStream().available());
      }
    }
  }

  /** Kernels hold some MiB for a connection; beyond, it is up to the facade to read. */
  @Test
  void whoReadsNoAnswersIsNotReadFrom() throws IOException, InterruptedException {
    byte[] request = "GET /auth HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1);
    ByteBuffer requests = ByteBuffer.allocate(request.length * 1024);
    while (requests.hasRemaining()) {
      requests.put(request);
    }
    try (SocketChannel flood =
        SocketChannel.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), facade.port()))) {
      flood.configureBlocking(false);
      requests.flip();
      AtomicLong sent = new AtomicLong();
      AtomicLong last = new AtomicLong();
      await()
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                for (int n = 1; n > 0 && sent.get() < FAR_TOO_MUCH; ) {
                  requests.rewind();
                  n = flood.write(requests);
                  sent.addAndGet(n);
                }
                return last.getAndSet(sent.get()) == sent.get();
              });
      assertThat(sent.get()).isPositive().isLessThan(FAR_TOO_MUCH);
      assertThat(facade.send("GET", "/livez").statusCode()).isEqualTo(200);
    }
  }

  /** As many as fit into no buffer, so that the one waits for the other again and again. */
  @Test
  void whoReadsSlowlyGetsAllAnswersInTheirOrder() throws IOException {
    String pair = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n";
    int pairs = 2_000;
    try (Socket socket = connect()) {
      socket.setSoTimeout(30_000);
      Thread writer = new Thread(() -> sayAll(socket, pair, pairs));
      writer.start();
      BufferedReader answers =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      for (int i = 0; i < 2 * pairs; i++) {
        String line = answers.readLine();
        while (!line.startsWith("HTTP/1.1 ") && !line.contains("}HTTP/1.1 ")) {
          line = answers.readLine();
        }
        assertThat(line).as("answer %d", i).contains(i % 2 == 0 ? "HTTP/1.1 200" : "HTTP/1.1 404");
      }
    }
  }

  private static void sayAll(Socket socket, String text, int times) {
    try {
      for (int i = 0; i < times; i++) {
        say(socket, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void connectionsBeyondTheLimitGet503() throws Exception {
    ConnectionSettings three =
        new ConnectionSettings(HANDSHAKE, Duration.ofMinutes(1), Duration.ofMinutes(1), IDLE, 3);
    try (LoneFacade narrow = LoneFacade.start(three)) {
      List<Socket> held = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        held.add(new Socket(InetAddress.getLoopbackAddress(), narrow.port()));
      }
      await().until(() -> narrow.metrics().contains("apitoken_http_connections 3.0"));
      assertThat(RawHttp.exchange(narrow.port(), "GET /livez HTTP/1.1", "Host: x"))
          .startsWith("HTTP/1.1 503")
          .contains("Retry-After: 1", "{\"error\":\"Too many connections are open.");
      assertThat(narrow.metrics()).contains("apitoken_http_connections_refused_total 1.0");
      for (Socket socket : held) {
        socket.close();
      }
      await().until(() -> narrow.send("GET", "/livez").statusCode() == 200);
    }
  }

  @Test
  void goodTrafficGoesOnMeanwhile() throws Exception {
    List<Socket> held = new ArrayList<>();
    for (int i = 0; i < MAX / 2; i++) {
      Socket socket = connect();
      say(socket, "POST /tokenreview HTTP/1.1\r\nContent-Length: 60000\r\nX: y");
      held.add(socket);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(facade.send("GET", "/livez").statusCode()).isEqualTo(200);
    }
    try (Complaints complaints = new Complaints()) {
      for (Socket socket : held) {
        socket.close();
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(facade.metrics())
                      .containsPattern("apitoken_http_connections [01]\\.0"));
      assertThat(complaints.of("io.netty")).isEmpty();
      assertThat(complaints.of("io.vertx")).isEmpty();
    }
  }
}
