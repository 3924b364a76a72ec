package io.kriten.apitoken.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Every manner in which keys are shown when none may fail, at once: none tries again. */
record Loads(List<Load> all) implements AutoCloseable {

  /**
   * Starts them, and returns when all get answers.
   *
   * @param service where gateways ask
   * @param gateway an application behind one
   */
  static Loads start(URI service, URI gateway, String key) {
    Loads loads =
        new Loads(
            List.of(
                Load.start(Load.Manner.FRESH, service, key),
                Load.start(Load.Manner.KEPT, service, key),
                Load.start(Load.Manner.KEPT, gateway, key)));
    await().until(() -> loads.all.stream().allMatch(load -> load.outcome().answered() > 40));
    return loads;
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

  static void report(String during, Load load, Outcome outcome) {
    System.out.printf(
        "%s: %s: %d verifications, %d failed, %d connections replaced%n",
        during, load, outcome.asked(), outcome.failures().size(), outcome.retried());
  }

  @Override
  public void close() {
    all.forEach(Load::close);
  }
}
