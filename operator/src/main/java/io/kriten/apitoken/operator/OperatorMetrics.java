package io.kriten.apitoken.operator;

import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operator's own metrics; docs/conditions.md says what each means and what to do. */
final class OperatorMetrics {

  private final MeterRegistry registry;
  private final Counter minted;
  private final Counter mintFailures;
  private final Map<Action.DeleteToken.Cause, Counter> deletions =
      new EnumMap<>(Action.DeleteToken.Cause.class);
  private final Map<Verdict.Reason, AtomicLong> tokens = new EnumMap<>(Verdict.Reason.class);

  OperatorMetrics(MeterRegistry registry) {
    this.registry = registry;
    minted = counter("apitoken.minted", "Keys made").register(registry);
    mintFailures =
        counter("apitoken.mint.failures", "Tries to make a key that failed and are tried again")
            .register(registry);
    for (Action.DeleteToken.Cause why : Action.DeleteToken.Cause.values()) {
      deletions.put(
          why,
          counter("apitoken.deletions", "Tokens deleted by the operator")
              .tag("cause", why.name())
              .register(registry));
    }
    for (Verdict.Reason reason : Verdict.Reason.values()) {
      AtomicLong count = new AtomicLong();
      tokens.put(reason, count);
      Gauge.builder("apitoken.tokens", count, AtomicLong::get)
          .description("Tokens by the reason of their condition Ready")
          .tag("reason", reason.name())
          .register(registry);
    }
  }

  /** A gauge that is 1 while something holds. */
  void standing(String name, String description, BooleanSupplier holds) {
    Gauge.builder(name, () -> holds.getAsBoolean() ? 1 : 0)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  void minted() {
    minted.increment();
  }

  void mintFailed() {
    mintFailures.increment();
  }

  void deleted(Action.DeleteToken.Cause why) {
    deletions.get(why).increment();
  }

  /** Counts all tokens anew. */
  void count(Stream<ApiToken> all) {
    Map<String, Long> counts =
        all.collect(Collectors.groupingBy(OperatorMetrics::reason, Collectors.counting()));
    Arrays.stream(Verdict.Reason.values())
        .forEach(reason -> tokens.get(reason).set(counts.getOrDefault(reason.name(), 0L)));
  }

  /** A token that nobody has judged yet waits for its key. */
  private static String reason(ApiToken token) {
    String reason = TokenFacts.readyReason(token);
    return reason.isEmpty() ? Verdict.Reason.KeyPending.name() : reason;
  }

  private static Counter.Builder counter(String name, String description) {
    return Counter.builder(name).description(description);
  }
}
