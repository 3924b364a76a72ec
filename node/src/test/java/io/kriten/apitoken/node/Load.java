package io.kriten.apitoken.node;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows one good key again and again, at a constant rate whatever the answers. It asks by POST:
 * Java's client would try a GET a second time by itself, and hide that the first one failed.
 */
final class Load implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(50);

  /** What is done about a connection that fails. */
  enum Manner {
    /** Each request on a connection of its own; one that fails has failed. */
    FRESH,
    /** Kept connections; a request that fails has failed. */
    KEPT,
    /** A connection of its own, and another when it fails, as gateways do by their retries. */
    RETRYING,
    /** Kept connections; 503 is asked again, as its Retry-After says. */
    PATIENT
  }

  private final long started = System.nanoTime();
  private final Manner manner;
  private final HttpRequest request;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(threads)
          .connectTimeout(PATIENCE)
          .build();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger retried = new AtomicInteger();
  private final AtomicLong slowest = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  private Load(Manner manner, URI url, String key) {
    this.manner = manner;
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("Token", key)
            .POST(BodyPublishers.noBody());
    if (manner == Manner.FRESH || manner == Manner.RETRYING) {
      builder.header("Connection", "close");
    }
    this.request = builder.build();
  }

  static Load start(Manner manner, URI url, String key) {
    Load load = new Load(manner, url, key);
    var unused =
        load.clock.scheduleAtFixedRate(load::ask, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return load;
  }

  private void ask() {
    asked.incrementAndGet();
    send(System.nanoTime());
  }

  private void send(long begun) {
    var unused =
        http.sendAsync(request, BodyHandlers.ofString())
            .whenComplete((response, failure) -> settle(response, failure, begun));
  }

  private void settle(HttpResponse<String> response, Throwable failure, long begun) {
    long took = System.nanoTime() - begun;
    slowest.accumulateAndGet(took, Math::max);
    if (mayAskAgain(response, failure) && took < PATIENCE.toNanos()) {
      retried.incrementAndGet();
      var unused = clock.schedule(() -> send(begun), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      return;
    }
    if (failure != null) {
      failures.add(sinceStart() + failure);
    } else if (response.statusCode() != 200) {
      failures.add(sinceStart() + response.statusCode() + " " + response.body());
    }
    answered.incrementAndGet();
  }

  private boolean mayAskAgain(HttpResponse<String> response, Throwable failure) {
    return failure != null
        ? manner == Manner.RETRYING
        : manner == Manner.PATIENT && response.statusCode() == 503;
  }

  /** By the clock of the nodes' logs as well. */
  private String sinceStart() {
    return "at %s, after %.1f s: ".formatted(Instant.now(), (System.nanoTime() - started) / 1e9);
  }

  /** What became of the requests so far. */
  Outcome outcome() {
    return new Outcome(
        asked.get(),
        answered.get(),
        retried.get(),
        Duration.ofNanos(slowest.get()),
        failures.stream().toList());
  }

  /** Asks no more, and waits for the answers. */
  Outcome stop() throws InterruptedException {
    clock.shutdown();
    if (!clock.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("still asking");
    }
    await().atMost(PATIENCE.multipliedBy(2)).until(() -> outcome().answered() == outcome().asked());
    threads.shutdown();
    return outcome();
  }

  @Override
  public String toString() {
    return manner + " connections to " + request.uri();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdownNow();
  }
}
