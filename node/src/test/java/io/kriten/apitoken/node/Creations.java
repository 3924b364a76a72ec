package io.kriten.apitoken.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates tokens over REST, one after the other. */
final class Creations implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Rest rest;
  private final String bearer;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Queue<Token> made = new ConcurrentLinkedQueue<>();
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private final AtomicInteger failed = new AtomicInteger();

  private Creations(Rest rest, String bearer) {
    this.rest = rest;
    this.bearer = bearer;
  }

  static Creations start(Rest rest, String bearer) {
    Creations creations = new Creations(rest, bearer);
    var unused =
        creations.clock.scheduleWithFixedDelay(
            creations::create, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    return creations;
  }

  private void create() {
    try {
      HttpResponse<String> answer = rest.tryToCreate(bearer);
      switch (answer.statusCode()) {
        case 200, 201 -> made.add(Rest.token(answer));
        case 503 -> failed.incrementAndGet();
        default -> refusals.add(answer.statusCode() + " " + answer.body());
      }
    } catch (IOException broken) {
      failed.incrementAndGet();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Creates no more, and answers all that was promised; every attempt succeeded. */
  List<Token> stop(String during) throws InterruptedException {
    List<Token> all = stopAfterFailures(during);
    assertThat(failed).as("creations that failed during %s", during).hasValue(0);
    return all;
  }

  /** The same where attempts may meet a connection that fails, or 503; nothing was refused. */
  List<Token> stopAfterFailures(String during) throws InterruptedException {
    clock.shutdown();
    assertThat(clock.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    System.out.printf(
        "%s: %d tokens created, %d attempts failed%n", during, made.size(), failed.get());
    assertThat(refusals).isEmpty();
    assertThat(made).hasSizeGreaterThan(5);
    return List.copyOf(made);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
