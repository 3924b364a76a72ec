package io.kriten.apitoken.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.api.http.ConnectionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The port of the metrics tells of health, whoever holds what. */
class MetricsPortTest {

  private static final int MAX = 3;
  private static final int MAX_HERE = 64;

  private static String ask(int port, String method, String path) {
    return RawHttp.exchange(
        port, method + " " + path + " HTTP/1.1", "Host: x", "Connection: close");
  }

  private static List<Socket> connect(int port, int count) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
    }
    return sockets;
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void healthIsToldHereWhenTheApiIsFull() throws Exception {
    try (LoneFacade facade = LoneFacade.start(ConnectionSettings.DEFAULT.upTo(MAX))) {
      List<Socket> held = connect(facade.port(), MAX);
      await().until(() -> facade.metrics().contains("apitoken_http_connections " + MAX + ".0"));
      assertThat(ask(facade.port(), "GET", "/livez")).startsWith("HTTP/1.1 503");
      assertThat(ask(facade.metricsPort(), "GET", "/livez")).startsWith("HTTP/1.1 200");
      assertThat(ask(facade.metricsPort(), "GET", "/readyz"))
          .startsWith("HTTP/1.1 503")
          .contains("\"ready\":false", "have not been loaded yet");
      close(held);
      await().until(() -> ask(facade.port(), "GET", "/livez").startsWith("HTTP/1.1 200"));
    }
  }

  @Test
  void whoFillsThisPortPushesOutHisOwn() throws Exception {
    try (LoneFacade facade = LoneFacade.start()) {
      List<Socket> held = connect(facade.metricsPort(), 3 * MAX_HERE);
      for (int i = 0; i < MAX_HERE; i++) {
        assertThat(ask(facade.metricsPort(), "GET", "/livez")).startsWith("HTTP/1.1 200");
      }
      for (Socket oldest : held.subList(0, 2 * MAX_HERE)) {
        oldest.setSoTimeout(20_000);
        assertThat(oldest.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(facade.metrics())
          .containsPattern("apitoken_metrics_connections_dropped_total 1[23]\\d\\.0");
      close(held);
    }
  }

  @Test
  void otherMethodsAre405() throws Exception {
    try (LoneFacade facade = LoneFacade.start()) {
      assertThat(ask(facade.metricsPort(), "POST", "/livez"))
          .startsWith("HTTP/1.1 405")
          .containsIgnoringCase("allow: GET\r\n");
    }
  }
}
