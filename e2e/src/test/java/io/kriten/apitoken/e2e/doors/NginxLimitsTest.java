package io.kriten.apitoken.e2e.doors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.api.limits.Rate;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The limit of bad keys behind nginx, which is named a trusted proxy, as docs/gateways.md tells:
 * clients have addresses of their own there, in 127.0.0.0/8. Time stands still, so that no bucket
 * fills again.
 */
@ExtendWith(ClusterExtension.class)
class NginxLimitsTest {

  private static final int BURST = 20;
  private static final String FLOODING = "127.0.0.2";
  private static final String OTHER = "127.0.0.3";
  private static final String BAD = "kri_x";

  private Application application;
  private Facades facade;
  private Nginx nginx;

  @BeforeEach
  void start(LocalCluster cluster) {
    application = new Application();
    long now = System.nanoTime();
    facade =
        Facades.start(
            cluster,
            DoorSettings.CLOSED,
            new LimitSettings(new Rate(1, BURST), Rate.UNLIMITED, List.of("127.0.0.1/32")),
            () -> now);
    nginx =
        Nginx.start(
            Path.of("target", "nginx-limits"),
            NginxBlock.documented().byHttp().between(facade.url().getAuthority(), application));
  }

  @AfterEach
  void stop() {
    nginx.close();
    facade.close();
    application.close();
  }

  /** The status of an answer to a client of that address. */
  private int status(String address, String key, String forwardedFor) throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), nginx.port()));
      String request =
          "GET /orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\nToken: %s\r\nX-Forwarded-For: %s\r\n\r\n";
      socket.getOutputStream().write(request.formatted(key, forwardedFor).getBytes(US_ASCII));
      String line =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
      return Integer.parseInt(line.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }
  }

  @Test
  void whoFloodsHarmsNobodyElseWhateverItSaysItsAddressIs(LocalCluster cluster) throws IOException {
    for (int i = 0; i < BURST; i++) {
      assertThat(status(FLOODING, BAD, OTHER)).isEqualTo(401);
    }
    for (String claimed : List.of(OTHER, FLOODING, "192.0.2.1", "127.0.0.1")) {
      assertThat(status(FLOODING, BAD, claimed)).as("%s", claimed).isEqualTo(503);
    }
    assertThat(status(OTHER, BAD, FLOODING)).isEqualTo(401);
    assertThat(application.count()).isZero();
    String good = Door.make(cluster, "alice", "{}").key();
    assertThat(status(FLOODING, good, OTHER)).as("good keys pass").isEqualTo(200);
  }
}
