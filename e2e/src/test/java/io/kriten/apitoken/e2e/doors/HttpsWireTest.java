package io.kriten.apitoken.e2e.doors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What two servers could read in two ways, and who is slow, is refused inside TLS as well. */
@ExtendWith(ClusterExtension.class)
class HttpsWireTest {

  private static final int PATIENCE_MS = 30_000;

  private Https client;
  private int port;

  @BeforeEach
  void trust(LocalCluster cluster) throws IOException {
    client = Https.trusting(Files.readString(cluster.facadeAuthority()));
    port = cluster.facadeTls().getPort();
  }

  /** What comes until the server ends the connection. */
  private String exchange(String request) throws IOException {
    try (SSLSocket socket = client.connect(port)) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void aGoodRequestIsAnswered() throws IOException {
    assertThat(exchange("GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void aBodyThatTwoServersCouldEndInTwoPlacesIs400AndTheEnd() throws IOException {
    assertThat(
            exchange(
                """
                POST /auth HTTP/1.1
                Host: x
                Content-Length: 5
                Transfer-Encoding: chunked

                0

                GET /livez HTTP/1.1
                Host: x

                """
                    .replace("\n", "\r\n")))
        .startsWith("HTTP/1.1 400")
        .containsOnlyOnce("HTTP/1.1 ")
        .doesNotContain("\"live\"");
  }

  @Test
  void otherVersionsOfHttpAre505() throws IOException {
    assertThat(exchange("GET / HTTP/9.9\r\nHost: x\r\n\r\n")).containsPattern("^HTTP/1.[01] 505");
  }

  @Test
  void tenThousandHeadersAre431() throws IOException {
    String headers =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "X-" + i + ": y\r\n")
            .collect(Collectors.joining());
    assertThat(exchange("GET /readyz HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n"))
        .containsPattern("^HTTP/1.[01] 431");
  }

  @Test
  void aHeadThatNeverEndsIs408() throws IOException {
    assertThat(exchange("GET /readyz HTTP/1.1\r\nHost: x\r\nX-Slow: "))
        .containsPattern("^HTTP/1.[01] 408");
  }
}
