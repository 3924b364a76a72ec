package io.kriten.apitoken.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Several loads at once. */
record Loads(List<Load> all) implements AutoCloseable {

  private static final int REHEARSALS = 300;

  /**
   * Starts every manner in which keys are shown when none may fail: none tries again. Returns when
   * all get answers.
   *
   * @param service where gateways ask
   * @param gateway an application behind one
   */
  static Loads start(URI service, URI gateway, String key) {
    return answered(
        List.of(
            Load.start(Load.Manner.FRESH, service, key),
            Load.start(Load.Manner.KEPT, service, key),
            Load.start(Load.Manner.KEPT, gateway, key)));
  }

  /** The same of those that ask again, for when a replica dies without a word. */
  static Loads startRetrying(URI service, URI gateway, String key) {
    return answered(
        List.of(
            Load.start(Load.Manner.RETRYING, service, key),
            Load.start(Load.Manner.PATIENT, gateway, key)));
  }

  private static Loads answered(List<Load> loads) {
    await().until(() -> loads.stream().allMatch(load -> load.outcome().answered() > 40));
    return new Loads(loads);
  }

  /**
   * Makes connections one after the other, since a JVM's first handshakes cost it a hundred times
   * what the later ones do. Without, a busy machine lets the client fall behind for good: requests
   * that wait make it open more connections, and replicas that answered within 0.2 s, as a packet
   * capture showed, were reported as silent for 10 s.
   */
  static void rehearse(URI service, String key) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    for (int i = 0; i < REHEARSALS; i++) {
      assertThat(Rest.showOnOwnConnection(service, key).statusCode()).isEqualTo(200);
    }
    System.out.printf(
        "%d connections were rehearsed within %d ms%n",
        REHEARSALS, Duration.ofNanos(System.nanoTime() - begun).toMillis());
  }

  /** Ends them; everything that was asked got its 200. */
  void expectNoFailure(String during) throws InterruptedException {
    List<String> failures = new ArrayList<>();
    for (Load load : all) {
      Outcome outcome = load.stop();
      report(during, load, outcome);
      failures.addAll(outcome.failures());
    }
    assertThat(failures.stream().limit(10)).as("%d failed", failures.size()).isEmpty();
  }

  private static void report(String during, Load load, Outcome outcome) {
    System.out.printf(
        "%s: %s: %d verifications, %d failed, %d asked again, the slowest %d ms%n",
        during,
        load,
        outcome.asked(),
        outcome.failures().size(),
        outcome.retried(),
        outcome.slowest().toMillis());
  }

  @Override
  public void close() {
    all.forEach(Load::close);
  }
}
