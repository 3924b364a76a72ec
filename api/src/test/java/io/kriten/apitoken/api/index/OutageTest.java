package io.kriten.apitoken.api.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server that is away or refuses to be watched, and has nothing to tell afterwards. */
@Execution(ExecutionMode.CONCURRENT)
class OutageTest {

  private static final String PAGE =
      """
      {"apiVersion": "v1", "kind": "SecretList", "metadata": {"resourceVersion": "100"}, "items": []}
      """;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger lists = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final Queue<ServerWebSocket> watches = new ConcurrentLinkedQueue<>();
  private volatile boolean away;
  private volatile int refusal;
  private KubernetesClient client;
  private ListWatch<Secret> feed;

  /** Nothing happens here that anybody would hear of. */
  private static final class Quiet implements Sink<Secret> {
    @Override
    public String key(Secret secret) {
      return secret.getMetadata().getName();
    }

    @Override
    public void listing(long resourceVersion) {}

    @Override
    public void exists(Secret secret) {}

    @Override
    public void changed(Secret secret) {}

    @Override
    public void deleted(Secret secret) {}

    @Override
    public void listed(Set<String> keys, long resourceVersion) {}

    @Override
    public void reached(long resourceVersion) {}
  }

  @BeforeEach
  void start() {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.actualPort())
            .withRequestRetryBackoffLimit(0)
            .withWatchReconnectLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
    feed = newFeed();
    feed.start();
    await().until(() -> watches.size() == 1);
  }

  private ListWatch<Secret> newFeed() {
    Source<Secret> secrets = new Source<>(client, Secret.class, "apitokens", Map.of());
    return new ListWatch<>("test", secrets, new Quiet(), now::get);
  }

  @AfterEach
  void stop() {
    feed.close();
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void answer(HttpServerRequest request) {
    if (away) {
      refusals.incrementAndGet();
      // Without a word, as by a process that has gone.
      request.connection().close();
    } else if (!"true".equals(request.getParam("watch"))) {
      lists.incrementAndGet();
      request.response().putHeader("Content-Type", "application/json").end(PAGE);
    } else if (refusal > 0) {
      refusals.incrementAndGet();
      request.response().setStatusCode(refusal).end();
    } else {
      request.toWebSocket().onSuccess(watches::add);
    }
  }

  private void outage(Duration length) {
    away = true;
    watches.remove().close();
    await().until(() -> refusals.get() > 1);
    now.addAndGet(length.toNanos());
    away = false;
    await().until(() -> watches.size() == 1);
  }

  @Test
  void aWatchIsResumedAfterAShortOne() {
    outage(Duration.ofSeconds(140));

    assertThat(lists).hasValue(1);
    assertThat(feed.lastHeard()).isZero();
  }

  @Test
  void whatIsListedAndNotYetFollowedIsNotInSync() {
    refusal = 429;
    try (ListWatch<Secret> late = newFeed()) {
      late.start();
      await().until(() -> refusals.get() > 1);
      assertThat(lists).as("the first feed's and this one's").hasValue(2);
      assertThat(late.isSynced()).isFalse();

      refusal = 0;
      await().until(late::isSynced);
    }
  }

  @Test
  void theListIsReadAgainAfterALongOne() {
    outage(Duration.ofMinutes(10));

    assertThat(lists).hasValue(2);
    assertThat(feed.lastHeard()).isEqualTo(Duration.ofMinutes(10).toNanos());
  }

  private void refusals(int code) {
    refusal = code;
    watches.remove().close();
    await().until(() -> refusals.get() > 2);
    refusal = 0;
    await().until(() -> watches.size() == 1);
  }

  /** A list of hundreds of thousands, again and again, would keep a starting API server down. */
  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 502, 503})
  void aRefusalThatIsNotAboutTheVersionIsWaitedOut(int code) {
    refusals(code);

    assertThat(lists).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 504})
  void theListIsReadAgainWhenTheVersionIsRefused(int code) {
    refusals(code);

    assertThat(lists).hasValueGreaterThan(1);
  }
}
