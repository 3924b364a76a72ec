package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusServerTest {

  private final AtomicBoolean ready = new AtomicBoolean(true);
  private final StatusServer server =
      new StatusServer(loopback(0), () -> true, ready::get, () -> "apitoken_minted_total 1.0\n");

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tellsLifeReadinessAndMetricsApart() throws Exception {
    ready.set(false);

    assertThat(call("GET", "/livez").statusCode()).isEqualTo(200);
    assertThat(call("GET", "/readyz").statusCode()).isEqualTo(503);
    assertThat(call("GET", "/metrics").body()).isEqualTo("apitoken_minted_total 1.0\n");
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
  void saysWhichAddressIsTaken() {
    assertThatThrownBy(
            () -> new StatusServer(loopback(server.port()), () -> true, () -> true, () -> ""))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(":" + server.port());
  }

  private HttpResponse<String> call(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
