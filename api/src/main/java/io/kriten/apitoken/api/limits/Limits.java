package io.kriten.apitoken.api.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.http.HttpServerRequest;

/** The limits of one facade; all event loops share them. */
public final class Limits {

  private final ClientAddress addresses;
  private final RateLimit<String> failures;
  private final RateLimit<String> requests;
  private final RateLimit<String> questions;

  /**
   * @param ticker nanoseconds that never go backwards
   * @throws IllegalArgumentException when a trusted proxy's address is none
   */
  public Limits(LimitSettings settings, Ticker ticker) {
    this.addresses = new ClientAddress(settings.trustedProxies());
    this.failures = new RateLimit<>(settings.failedKeys(), ticker);
    this.requests = new RateLimit<>(settings.requests(), ticker);
    this.questions = new RateLimit<>(settings.requests(), ticker);
  }

  /** From which address a request comes. */
  public String address(HttpServerRequest request) {
    return addresses.of(request);
  }

  /**
   * Whether that address, or in IPv6 its network of 64 bits, may be told once more that its key is
   * bad; else it is told 429.
   */
  public boolean mayFail(String address) {
    return failures.isUnlimited() || failures.take(ClientAddress.network(address));
  }

  /** 429 for who failed too often. */
  public Refusal failedTooOften() {
    return Refusal.tooMany(
        "Too many bad credentials came from this address. Wait a moment, and use a good one.",
        failures.retryAfter());
  }

  /** Whether that user may ask once more; else it is told 429. */
  public boolean mayAsk(String username) {
    return requests.take(username);
  }

  /**
   * Whether the API server may be asked once more what that user may do, for somebody at a door;
   * else that one is told 429. As many as {@link #mayAsk}, but neither takes from the other.
   */
  public boolean mayQuestion(String username) {
    return questions.take(username);
  }

  /** 429 for too many questions about one user. */
  public Refusal questionedTooOften() {
    return Refusal.tooMany(
        "Too many different questions are asked about what this user may do. Wait a moment between"
            + " them.",
        questions.retryAfter());
  }

  /** 429 for who asked too often. */
  public Refusal askedTooOften() {
    return Refusal.tooMany(
        "You ask too often. Wait a moment between requests.", requests.retryAfter());
  }
}
