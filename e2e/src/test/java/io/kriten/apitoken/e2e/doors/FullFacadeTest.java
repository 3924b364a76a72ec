package io.kriten.apitoken.e2e.doors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.http.ConnectionSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who holds all connections of a replica keeps others out of it, but gets no kubelet to end it. */
@ExtendWith(ClusterExtension.class)
class FullFacadeTest {

  private static final int MAX = 50;
  private static final Duration LONG = Duration.ofMinutes(5);

  private Facades facade;

  @BeforeEach
  void start(LocalCluster cluster) {
    facade =
        Facades.start(
            cluster,
            DoorSettings.CLOSED,
            LimitSettings.OFF,
            new ConnectionSettings(LONG, LONG, LONG, LONG, MAX),
            Optional.empty(),
            Ticker.systemTicker());
  }

  @AfterEach
  void stop() {
    facade.close();
  }

  private static Socket say(URI server, String text) throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    return socket;
  }

  /** By a connection of its own. */
  private static String ready(URI server) throws IOException {
    try (Socket socket =
        say(server, "GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @Test
  void itStaysReadyForTheKubeletAndServesAgainWhenTheyEnd() throws IOException {
    List<Socket> held = new ArrayList<>();
    for (int i = 0; i < MAX; i++) {
      held.add(say(facade.url(), "POST /tokenreview HTTP/1.1\r\nContent-Length: 60000\r\nX: y"));
    }
    await().until(() -> facade.metric("apitoken_http_connections") >= MAX);
    assertThat(ready(facade.url())).startsWith("HTTP/1.1 503").contains("Too many connections");
    for (int i = 0; i < MAX; i++) {
      assertThat(ready(facade.metricsUrl())).startsWith("HTTP/1.1 200").contains("\"ready\":true");
    }
    for (Socket socket : held) {
      socket.close();
    }
    await().until(() -> ready(facade.url()).startsWith("HTTP/1.1 200"));
  }
}
