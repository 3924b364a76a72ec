package io.kriten.apitoken.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.api.http.ConnectionSettings;
import io.kriten.apitoken.api.tls.TestCa;
import io.kriten.apitoken.api.tls.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the port of HTTPS that never end their handshake, or send all requests at once. */
class HandshakesTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int MAX = 20;
  private static final byte[] NOTHING = {};

  /** The first 2,000 bytes of a handshake's record of 16 KiB: a ClientHello of 12 KiB begins. */
  private static final byte[] PART_OF_A_HELLO = new byte[2_000];

  static {
    byte[] begin = {0x16, 3, 1, 0x40, 0, 1, 0, 0x30, 0, 3, 3};
    System.arraycopy(begin, 0, PART_OF_A_HELLO, 0, begin.length);
  }

  @TempDir private static Path directory;
  private static TlsSettings tls;
  private static SSLSocketFactory client;

  @BeforeAll
  static void certificate() throws Exception {
    TestCa ca = TestCa.create("CN=server", "EC", 256);
    tls =
        new TlsSettings(
            0,
            Files.writeString(directory.resolve("tls.crt"), ca.certificatePem()),
            Files.writeString(directory.resolve("tls.key"), ca.keyPem()),
            Optional.empty());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", ca.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    client = context.getSocketFactory();
  }

  private static LoneFacade start(Duration handshake) {
    return LoneFacade.start(
        new ConnectionSettings(handshake, LONG, LONG, LONG, MAX), Optional.of(tls));
  }

  private static Socket begin(LoneFacade facade, byte[] said) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), facade.tlsPort());
    socket.getOutputStream().write(said);
    return socket;
  }

  private static String livez(LoneFacade facade) throws IOException {
    try (Socket socket = client.createSocket("127.0.0.1", facade.tlsPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static boolean isOpen(Socket socket) throws IOException {
    socket.setSoTimeout(1);
    try {
      while (socket.getInputStream().read() >= 0) {
        // An alert may come before the end.
      }
      return false;
    } catch (SocketTimeoutException nothingComes) {
      return true;
    } catch (SocketException reset) {
      return false;
    }
  }

  private static long open(List<Socket> sockets) throws IOException {
    long open = 0;
    for (Socket socket : sockets) {
      open += isOpen(socket) ? 1 : 0;
    }
    return open;
  }

  @Test
  void oneTooManyEndsTheOldestAndGoodTrafficGoesOn() throws Exception {
    try (LoneFacade facade = start(LONG)) {
      List<Socket> held = new ArrayList<>();
      for (int i = 0; i < 10 * MAX; i++) {
        held.add(begin(facade, i % 2 == 0 ? NOTHING : PART_OF_A_HELLO));
        if (i % MAX == MAX - 1) {
          assertThat(livez(facade)).startsWith("HTTP/1.1 200");
        }
      }
      // The last of all handshakes, which another event loop counts, may be the good one.
      await().until(() -> open(held) <= MAX);
      assertThat(open(held.subList(0, held.size() - MAX))).isZero();
      assertThat(facade.metrics())
          .containsPattern("apitoken_http_handshakes (%d|%d)\\.0".formatted(MAX - 1, MAX))
          .containsPattern("apitoken_http_handshakes_dropped_total 1[89]\\d\\.0");
      for (Socket socket : held) {
        socket.close();
      }
      await().until(() -> facade.metrics().contains("apitoken_http_handshakes 0.0"));
    }
  }

  @Test
  void aConnectionCountsAsOneOfThemUntilItsHandshakeHasEnded() throws Exception {
    try (LoneFacade facade = start(LONG);
        Socket good = client.createSocket("127.0.0.1", facade.tlsPort())) {
      good.getOutputStream().write("GET /".getBytes(ISO_8859_1));
      await()
          .until(
              () ->
                  facade.metrics().contains("apitoken_http_connections 1.0")
                      && facade.metrics().contains("apitoken_http_handshakes 0.0"));
      for (int i = 0; i < 2 * MAX; i++) {
        begin(facade, NOTHING).close();
      }
      good.getOutputStream().write("livez HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
      assertThat(good.getInputStream().read()).isEqualTo('H');
    }
  }

  @Test
  void requestsThatComeAtOnceAreAnsweredInTheirOrder() throws Exception {
    String three =
        "GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"
            + "POST /auth HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
    String last = "GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    try (LoneFacade facade = start(LONG);
        Socket socket = client.createSocket("127.0.0.1", facade.tlsPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write((three.repeat(500) + last).getBytes(ISO_8859_1));
      String answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(
              Pattern.compile("HTTP/1\\.1 (\\d+)").matcher(answers).results().map(m -> m.group(1)))
          .hasSize(1_501)
          .startsWith("200", "404", "401", "200")
          .endsWith("404", "401", "503");
    }
  }

  @Test
  void aHandshakeHasItsTime() throws Exception {
    Duration handshake = Duration.ofMillis(400);
    try (LoneFacade facade = start(handshake)) {
      for (byte[] said : List.of(NOTHING, PART_OF_A_HELLO)) {
        long begun = System.nanoTime();
        try (Socket socket = begin(facade, said)) {
          await().until(() -> !isOpen(socket));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
            .isBetween(handshake, handshake.plusSeconds(5));
      }
      assertThat(facade.metrics()).contains("apitoken_http_handshakes_dropped_total 0.0");
    }
  }
}
