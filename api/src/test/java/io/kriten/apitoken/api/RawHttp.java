package io.kriten.apitoken.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

/** Says anything to a port, well formed or not, and reads all that it answers. */
final class RawHttp {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private RawHttp() {}

  /**
   * The answer to these lines and an empty one, up to the end of the connection: ask for {@code
   * Connection: close} where the server would keep it.
   */
  static String exchange(int port, String... lines) {
    String request = String.join("\r\n", lines) + "\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
