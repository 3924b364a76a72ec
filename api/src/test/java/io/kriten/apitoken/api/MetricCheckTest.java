package io.kriten.apitoken.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricCheckTest {

  private static final byte[] METRICS = "# HELP x\napitoken_index_synced 0.0\n".getBytes(UTF_8);

  private HttpServer server;
  private URI url;

  @BeforeEach
  void serve() throws IOException, URISyntaxException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          exchange.sendResponseHeaders(200, METRICS.length);
          exchange.getResponseBody().write(METRICS);
          exchange.close();
        });
    server.start();
    url = MetricCheck.metrics("127.0.0.1", server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void findsTheLine() {
    assertThat(MetricCheck.objection(url, "apitoken_index_synced 0.0")).isEmpty();
  }

  @Test
  void takesAnAddressOfIPv6AsTheEnvironmentHasIt() throws URISyntaxException {
    assertThat(MetricCheck.metrics("fd00::1", 9090)).hasToString("http://[fd00::1]:9090/metrics");
  }

  @Test
  void missesAnotherValue() {
    assertThat(MetricCheck.objection(url, "apitoken_index_synced 1.0"))
        .endsWith("does not say: apitoken_index_synced 1.0");
  }

  @Test
  void saysThatNobodyAnswers() {
    assertThat(MetricCheck.objection(url.resolve("/absent"), "x")).contains("does not answer");
  }
}
