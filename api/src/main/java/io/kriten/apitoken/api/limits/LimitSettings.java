package io.kriten.apitoken.api.limits;

import java.util.List;

/**
 * How often somebody may fail, or ask.
 *
 * @param failedKeys bad keys and bearers from one client address; good ones always pass
 * @param requests of one user to manage tokens; and as many questions to the API server about what
 *     one user may do, for gateways and RFC 7662 clients
 * @param trustedProxies addresses (CIDR) of proxies whose {@code X-Forwarded-For} tells the
 *     client's address
 */
public record LimitSettings(Rate failedKeys, Rate requests, List<String> trustedProxies) {

  /** No limits. */
  public static final LimitSettings OFF =
      new LimitSettings(Rate.UNLIMITED, Rate.UNLIMITED, List.of());

  /** Copies the list. */
  public LimitSettings {
    trustedProxies = List.copyOf(trustedProxies);
  }
}
