package io.kriten.apitoken.e2e.doors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;

/** One connection for several requests, which no client library exchanges for another. */
final class KeptConnection implements AutoCloseable {

  private final Socket socket;
  private final BufferedReader in;

  KeptConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
  }

  /** The status line that a request is answered with. */
  String ask(String method, String path, String body) throws IOException {
    String request =
        "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(method, path, body.length(), body);
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    String status = in.readLine();
    int length = 0;
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      if (line.startsWith("content-length: ")) {
        length = Integer.parseInt(line.substring("content-length: ".length()));
      }
    }
    assertThat(in.skip(length)).isEqualTo(length);
    return status;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
