package io.kriten.apitoken.api.auth;

import io.kriten.apitoken.api.audit.AuditLine;
import io.kriten.apitoken.api.index.Entry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What became of credentials: counted by reason, and audited when a key was refused. */
public final class AuthenticationLog {

  private final MeterRegistry registry;
  private final Map<String, Counter> byReason = new ConcurrentHashMap<>();
  private final Counter goodBearers;
  private final Counter badBearers;

  AuthenticationLog(MeterRegistry registry) {
    this.registry = registry;
    this.goodBearers = bearers("accepted");
    this.badBearers = bearers("refused");
  }

  /** Counts a decision, for who audits it otherwise. */
  public void count(KeyDecision decision) {
    Counter known = byReason.get(decision.reason());
    (known == null ? byReason.computeIfAbsent(decision.reason(), this::keys) : known).increment();
  }

  void decided(String source, KeyDecision decision) {
    count(decision);
    if (!decision.accepted()) {
      AuditLine.of("authenticate", source)
          .with("status", 401)
          .with("verdict", decision.reason())
          .with("token", decision.token().map(Entry::uid).orElse(null))
          .write();
    }
  }

  void reviewed(boolean accepted) {
    (accepted ? goodBearers : badBearers).increment();
  }

  private Counter keys(String reason) {
    return Counter.builder("apitoken_keys_checked")
        .description("API tokens shown to the facade, by verdict; Active is accepted")
        .tag("verdict", reason)
        .register(registry);
  }

  private Counter bearers(String result) {
    return Counter.builder("apitoken_bearers_reviewed")
        .description("Bearers of the cluster shown to the facade")
        .tag("result", result)
        .register(registry);
  }
}
