package io.kriten.apitoken.e2e.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.MadeKeys;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.local.LocalCluster;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Two facades on one API server: what one does, the other knows in the very next request. */
@ExtendWith(ClusterExtension.class)
@Isolated
class TwoFacadesTest {

  private static final int ROUNDS = 1_000;
  private static final int FLOOD = 5_000;
  private static final int CLIENTS = 10;
  private static Facades other;

  @BeforeAll
  static void start(LocalCluster cluster) {
    other = Facades.start(cluster);
  }

  @AfterAll
  static void stop() {
    other.close();
  }

  /** Runs it for each number, by several clients at once, and tells what went wrong. */
  private static List<String> concurrently(int count, IntConsumer work) throws Exception {
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        all.add(
            clients.submit(
                () -> {
                  try {
                    work.accept(number);
                  } catch (AssertionError e) {
                    failures.add(number + ": " + e.getMessage());
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      clients.shutdown();
    }
    return List.copyOf(failures);
  }

  @Test
  void whatOneMakesTheOtherUsesListsReadsChangesAndDeletes(LocalCluster cluster) throws Exception {
    String bearer = "Bearer " + cluster.bearer("carol");
    assertThat(concurrently(ROUNDS, number -> round(cluster, bearer))).isEmpty();
  }

  private static void round(LocalCluster cluster, String bearer) {
    Door.Made token = Door.make(cluster, "carol", "{\"description\":\"two facades\"}");
    String path = Door.TOKENS + "/" + token.id();
    String[] login = {"Authorization", bearer, "Content-Type", "application/json"};
    expect(200, Door.get(other.url(), "/auth", "Token", token.key()));
    HttpResponse<String> list = expect(200, Door.get(other.url(), Door.TOKENS, login));
    assertThat(Door.json(list).findValuesAsText("id")).contains(token.id());
    HttpResponse<String> read = expect(200, Door.get(other.url(), path, login));
    assertThat(Door.json(read).get("description").asText()).isEqualTo("two facades");
    expect(200, Door.send(other.url(), "PATCH", path, "{\"description\":\"changed\"}", login));
    expect(200, Door.send(other.url(), "DELETE", path, "", login));
    expect(401, Door.get(other.url(), "/auth", "Token", token.key()));
    expect(404, Door.get(cluster.facadeUrl(), path, login));
  }

  private static HttpResponse<String> expect(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode())
        .as("%s %s: %s", answer.request().method(), answer.uri().getPath(), answer.body())
        .isEqualTo(status);
    return answer;
  }

  private static int costOfRefusing(List<String> keys) throws Exception {
    int before = other.requests();
    List<String> failures =
        concurrently(
            FLOOD,
            i -> expect(401, Door.get(other.url(), "/auth", "Token", keys.get(i % keys.size()))));
    assertThat(failures).isEmpty();
    return other.requests() - before;
  }

  @Test
  void foreignKeysCostTheApiServerNothing() throws Exception {
    SecureRandom random = new SecureRandom();
    Peppers foreign = Peppers.generate(random);
    List<String> keys =
        Stream.generate(() -> foreign.tagKey().mint(random).reveal()).limit(FLOOD).toList();
    assertThat(costOfRefusing(keys)).isZero();
  }

  @Test
  void revokedKeysCostTheApiServerNothing(LocalCluster cluster) throws Exception {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Door.Made token = Door.make(cluster, "carol", "{}");
      String[] login = {"Authorization", "Bearer " + cluster.bearer("carol")};
      expect(
          200, Door.send(cluster.facadeUrl(), "DELETE", Door.TOKENS + "/" + token.id(), "", login));
      keys.add(MadeKeys.add(token.key()));
    }
    assertThat(costOfRefusing(keys)).isZero();
  }
}
