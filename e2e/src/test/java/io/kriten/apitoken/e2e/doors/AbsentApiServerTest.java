package io.kriten.apitoken.e2e.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API server is killed under load. */
@ExtendWith(ClusterExtension.class)
class AbsentApiServerTest {

  private static final Duration HEALED_WITHIN = Duration.ofSeconds(90);

  private volatile Duration shift = Duration.ZERO;
  private Facades facade;
  private Door.Made good;
  private Door.Made bad;

  @BeforeEach
  void start(LocalCluster cluster) {
    facade =
        Facades.start(
            cluster,
            DoorSettings.CLOSED,
            LimitSettings.OFF,
            () -> System.nanoTime() + shift.toNanos());
    good = Door.make(cluster, "alice", "{}");
    bad = Door.make(cluster, "alice", "{\"enabled\":false}");
  }

  @AfterEach
  void heal(LocalCluster cluster) {
    cluster.controlPlane().apiServer().start();
    facade.close();
  }

  private int status(Door.Made token) {
    return Door.get(facade.url(), "/auth", "Token", token.key()).statusCode();
  }

  private HttpResponse<String> list() {
    return Door.get(facade.url(), Door.TOKENS, "Token", good.key());
  }

  /** Asks without a pause, until it is told to stop. */
  private final class Load {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();

    void start() {
      for (int i = 0; i < 4; i++) {
        Thread client = new Thread(this::ask, "load-" + i);
        client.start();
        clients.add(client);
      }
    }

    private void ask() {
      while (!over.get()) {
        check(200, status(good));
        check(401, status(bad));
      }
    }

    private void check(int expected, int actual) {
      answers.incrementAndGet();
      if (actual != expected) {
        wrong.add(expected + " but " + actual);
      }
    }

    void stop() throws InterruptedException {
      over.set(true);
      for (Thread client : clients) {
        client.join();
      }
    }
  }

  @Test
  void verificationGoesOnManagementSaysSoAndAllHeals(LocalCluster cluster) throws Exception {
    await().until(() -> status(good) == 200 && status(bad) == 401);
    assertThat(list().statusCode()).isEqualTo(200);
    Load load = new Load();
    load.start();
    cluster.controlPlane().apiServer().kill();

    HttpResponse<String> management = list();
    assertThat(management.statusCode()).isEqualTo(503);
    assertThat(management.headers().firstValue("Retry-After")).hasValue("1");
    double before = facade.metric("apitoken_index_staleness_seconds");
    await()
        .untilAsserted(
            () ->
                assertThat(facade.metric("apitoken_index_staleness_seconds"))
                    .isGreaterThan(before + 1));
    assertThat(facade.ready().statusCode()).isEqualTo(200);
    int whileAway = load.answers.get();
    await().untilAsserted(() -> assertThat(load.answers.get()).isGreaterThan(whileAway + 500));

    cluster.controlPlane().apiServer().start();
    await()
        .atMost(HEALED_WITHIN)
        .untilAsserted(() -> assertThat(list().statusCode()).isEqualTo(200));
    await()
        .atMost(HEALED_WITHIN)
        .untilAsserted(
            () -> {
              Door.Made late = Door.make(cluster, "alice", "{}");
              assertThat(status(late)).isEqualTo(200);
            });
    load.stop();
    assertThat(load.wrong).isEmpty();
  }

  @Test
  void readinessTellsHowLongAndTooLongIs503(LocalCluster cluster) {
    await().until(() -> status(good) == 200);
    cluster.controlPlane().apiServer().kill();

    shift = Duration.ofMinutes(10);
    assertThat(facade.ready().statusCode()).isEqualTo(200);
    assertThat(facade.ready().body()).contains("\"ready\":true", "Keys are verified from memory");
    assertThat(facade.metric("apitoken_index_staleness_seconds")).isGreaterThan(600);
    assertThat(status(good)).isEqualTo(200);
    assertThat(status(bad)).isEqualTo(401);

    shift = Duration.ofMinutes(61);
    HttpResponse<String> tooOld = Door.get(facade.url(), "/auth", "Token", good.key());
    assertThat(tooOld.statusCode()).isEqualTo(503);
    assertThat(tooOld.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(status(bad)).as("not even a refusal is known").isEqualTo(503);
    assertThat(facade.ready().statusCode()).isEqualTo(503);

    cluster.controlPlane().apiServer().start();
    await().atMost(HEALED_WITHIN).until(() -> status(good) == 200 && status(bad) == 401);
    assertThat(facade.ready().statusCode()).isEqualTo(200);
  }
}
