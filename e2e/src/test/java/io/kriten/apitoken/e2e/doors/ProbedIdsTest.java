package io.kriten.apitoken.e2e.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Neither the answer, nor its time, nor its cost tells which ids there are. */
@ExtendWith(ClusterExtension.class)
@Isolated
class ProbedIdsTest {

  private static final int ROUNDS = 20;
  private static final List<String> METHODS = List.of("GET", "PATCH", "DELETE");

  /** What asking for an id looks like from outside, and what it costs the API server. */
  private static final class Probe {
    private final Facades facade;
    private final String id;
    private final List<Long> millis = new ArrayList<>();
    private int requests;

    Probe(Facades facade, String id) {
      this.facade = facade;
      this.id = id;
    }

    String ask(LocalCluster cluster, String method) {
      int before = facade.requests();
      long begun = System.nanoTime();
      HttpResponse<String> answer =
          Door.send(
              facade.url(),
              method,
              Door.TOKENS + "/" + id,
              method.equals("PATCH") ? "{\"enabled\":false}" : "",
              "Authorization",
              "Bearer " + cluster.bearer("bob"));
      millis.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
      requests += facade.requests() - before;
      return answer.statusCode() + answer.body();
    }

    long median() {
      Collections.sort(millis);
      return millis.get(millis.size() / 2);
    }
  }

  @Test
  void othersIdsLookLikeUnknownOnes(LocalCluster cluster) throws Exception {
    Door.Made token = Door.make(cluster, "alice", "{}");
    ExecutorService clients = Executors.newFixedThreadPool(METHODS.size());
    try {
      List<Future<?>> all = new ArrayList<>();
      METHODS.forEach(method -> all.add(clients.submit(() -> compare(cluster, method, token))));
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      clients.shutdownNow();
    }
  }

  /** Each method at a facade of its own, whose requests are counted: mostly it waits. */
  private static void compare(LocalCluster cluster, String method, Door.Made token) {
    try (Facades facade = Facades.start(cluster)) {
      await().until(() -> isGood(facade, token));
      Probe others = new Probe(facade, token.id());
      Probe unknown = new Probe(facade, UUID.randomUUID().toString());
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(others.ask(cluster, method))
            .startsWith("404")
            .isEqualTo(unknown.ask(cluster, method));
      }
      assertThat(others.requests)
          .as("requests to the API server, a few of the facade's own among them")
          .isCloseTo(unknown.requests, offset(ROUNDS / 4))
          .isLessThanOrEqualTo(ROUNDS * 6);
      assertThat(others.median()).isCloseTo(unknown.median(), offset(25L));
      assertThat(isGood(facade, token)).isTrue();
    }
  }

  private static boolean isGood(Facades facade, Door.Made token) {
    return Door.get(facade.url(), "/auth", "Token", token.key()).statusCode() == 200;
  }
}
