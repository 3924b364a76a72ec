package io.kriten.apitoken.e2e.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.api.limits.Rate;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who fails or asks too often is told so, and harms nobody else. */
@ExtendWith(ClusterExtension.class)
class LimitsTest {

  private static final int BURST = 20;
  private static final Rate RATE = new Rate(1, BURST);

  private Facades facade;

  @BeforeEach
  void start(LocalCluster cluster) {
    facade =
        Facades.start(
            cluster,
            DoorSettings.CLOSED,
            new LimitSettings(RATE, RATE, List.of("127.0.0.1/32")),
            Ticker.systemTicker());
  }

  @AfterEach
  void stop() {
    facade.close();
  }

  private HttpResponse<String> auth(String key, String client) {
    return Door.get(facade.url(), "/auth", "Token", key, "X-Forwarded-For", client);
  }

  private static void expectTooMany(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(answer.body()).startsWith("{\"error\":\"");
  }

  @Test
  void badKeysBeyondTheLimitAre429AndGoodOnesPass(LocalCluster cluster) {
    Door.Made good = Door.make(cluster, "alice", "{}");
    Door.Made disabled = Door.make(cluster, "alice", "{\"enabled\":false}");
    IntStream.range(0, BURST)
        .forEach(i -> assertThat(auth(disabled.key(), "192.0.2.1").statusCode()).isEqualTo(401));
    IntStream.range(0, BURST).forEach(i -> auth("kri_x", "192.0.2.1"));
    expectTooMany(auth(disabled.key(), "192.0.2.1"));
    expectTooMany(
        Door.get(facade.url(), Door.TOKENS, "Token", "kri_x", "X-Forwarded-For", "192.0.2.1"));
    assertThat(auth(good.key(), "192.0.2.1").statusCode()).as("good keys pass").isEqualTo(200);
    assertThat(auth(disabled.key(), "192.0.2.2").statusCode()).as("another's").isEqualTo(401);
  }

  @Test
  void managementBeyondTheLimitIs429ForThatUserOnly(LocalCluster cluster) {
    Door.Made token = Door.make(cluster, "bob", "{}");
    String[] bob = {"Authorization", "Bearer " + cluster.bearer("bob")};
    IntStream.range(0, 2 * BURST).forEach(i -> Door.get(facade.url(), Door.TOKENS, bob));
    expectTooMany(Door.get(facade.url(), Door.TOKENS, bob));
    expectTooMany(Door.get(facade.url(), Door.TOKENS, "Token", token.key()));
    assertThat(auth(token.key(), "192.0.2.1").statusCode())
        .as("keys are verified as before")
        .isEqualTo(200);
    assertThat(
            Door.get(
                    facade.url(), Door.TOKENS, "Authorization", "Bearer " + cluster.bearer("carol"))
                .statusCode())
        .isEqualTo(200);
  }
}
