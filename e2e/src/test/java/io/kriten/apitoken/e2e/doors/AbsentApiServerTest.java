package io.kriten.apitoken.e2e.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.e2e.AuditTrail;
import io.kriten.apitoken.e2e.ThirdLane;
import io.kriten.apitoken.local.Directories;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API server is killed under load. */
@ThirdLane
class AbsentApiServerTest {

  private static final Path DIRECTORY = Path.of("target", "absent-cluster");
  private static final Path CHART = Path.of("..", "helm", "apitoken");
  private static final Duration HEALED_WITHIN = Duration.ofSeconds(90);

  /** Far above what memory needs, on a machine that is busy with other things too. */
  private static final Duration LATE = Duration.ofSeconds(10);

  private static LocalCluster cluster;

  private final List<Client> load = Stream.generate(Client::new).limit(4).toList();
  private volatile Duration shift = Duration.ZERO;
  private Facades facade;
  private Door.Made good;
  private Door.Made bad;

  @BeforeAll
  static void startCluster() throws IOException {
    Directories.delete(DIRECTORY);
    cluster =
        LocalCluster.start(LocalSettings.forTests(DIRECTORY, CHART, AuditTrail.into(DIRECTORY)));
  }

  @AfterAll
  static void endCluster() {
    cluster.close();
  }

  @BeforeEach
  void start() {
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
  void heal() throws InterruptedException {
    end(load);
    cluster.controlPlane().apiServer().start();
    facade.close();
    // Ready, it still answers 503 to whoever makes a token, until it has found the resource again.
    cluster.installation().awaitAdmission();
  }

  private int status(Door.Made token) {
    return Door.get(facade.url(), "/auth", "Token", token.key()).statusCode();
  }

  private HttpResponse<String> list() {
    return Door.get(facade.url(), Door.TOKENS, "Token", good.key());
  }

  /** Asks without a pause, until it is told to stop. */
  private final class Client extends Thread {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @Override
    public void run() {
      while (!over.get()) {
        check(200, good);
        check(401, bad);
      }
    }

    private void check(int expected, Door.Made token) {
      Instant asked = Instant.now();
      try {
        int actual = status(token);
        if (actual != expected) {
          wrong.add(expected + " but " + actual);
        }
        answers.incrementAndGet();
      } catch (RuntimeException e) {
        wrong.add(expected + " but " + e);
      }
      if (asked.plus(LATE).isBefore(Instant.now())) {
        wrong.add(expected + " asked for at " + asked + ", told at " + Instant.now());
      }
    }

    void awaitMoreAnswers() {
      int before = answers.get();
      await(getName()).untilAsserted(() -> assertThat(answers).hasValueGreaterThan(before + 100));
    }
  }

  private static void end(List<Client> load) throws InterruptedException {
    load.forEach(client -> client.over.set(true));
    for (Client client : load) {
      client.join();
    }
  }

  private void expectAway(String method, String path, String body, String... credentials) {
    String[] headers =
        Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(credentials))
            .toArray(String[]::new);
    HttpResponse<String> answer = Door.send(facade.url(), method, path, body, headers);
    assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
  }

  /** A change that took place all the same, now or later, would meet the load: its key is good. */
  private void expectManagementAway(String... credentials) {
    String token = Door.TOKENS + "/" + good.id();
    expectAway("GET", Door.TOKENS, "", credentials);
    expectAway("GET", token, "", credentials);
    expectAway("PATCH", token, "{\"enabled\":false}", credentials);
    expectAway("DELETE", token, "", credentials);
  }

  @Test
  void verificationGoesOnManagementSaysSoAndAllHeals() throws Exception {
    String[] known = {"Authorization", "Bearer " + cluster.bearer("alice")};
    String[] unknown = {"Authorization", "Bearer " + cluster.bearer("carol")};
    await().until(() -> status(good) == 200 && status(bad) == 401);
    assertThat(list().statusCode()).isEqualTo(200);
    assertThat(Door.get(facade.url(), Door.TOKENS, known).statusCode()).isEqualTo(200);
    load.forEach(Thread::start);
    cluster.controlPlane().apiServer().kill();

    expectManagementAway("Token", good.key());
    expectManagementAway(known);
    expectManagementAway(unknown);
    expectAway("POST", Door.TOKENS, "{}", known);
    expectAway("POST", Door.TOKENS, "{}", unknown);
    expectAway("GET", "/auth?verb=get&resource=pods", "", "Token", good.key());
    double before = facade.metric("apitoken_index_staleness_seconds");
    await()
        .untilAsserted(
            () ->
                assertThat(facade.metric("apitoken_index_staleness_seconds"))
                    .isGreaterThan(before + 1));
    assertThat(facade.ready().statusCode()).isEqualTo(200);
    load.forEach(Client::awaitMoreAnswers);

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
    load.forEach(Client::awaitMoreAnswers);
    end(load);
    assertThat(load).allSatisfy(client -> assertThat(client.wrong).isEmpty());
  }

  @Test
  void readinessTellsHowLongAndTooLongIs503() {
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
