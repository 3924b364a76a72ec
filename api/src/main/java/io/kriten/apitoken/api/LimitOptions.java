package io.kriten.apitoken.api;

import io.kriten.apitoken.api.http.ConnectionSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.api.limits.Rate;
import java.util.List;
import picocli.CommandLine.Option;

/** The options for what one client, and all of them, may cost. */
final class LimitOptions {

  @Option(
      names = "--failed-keys-per-second",
      defaultValue = "${env:APITOKEN_FAILED_KEYS_PER_SECOND:-10}",
      description = "Bad keys and bearers from one client address, beyond which 429; 0: no limit.")
  private int failedKeysPerSecond;

  @Option(
      names = "--failed-keys-burst",
      defaultValue = "${env:APITOKEN_FAILED_KEYS_BURST:-100}",
      description = "How many of them at once.")
  private int failedKeysBurst;

  @Option(
      names = "--requests-per-second",
      defaultValue = "${env:APITOKEN_REQUESTS_PER_SECOND:-20}",
      description =
          "Requests of one user to manage tokens, and questions about one user's rights at the"
              + " doors, beyond which 429; 0: no limit.")
  private int requestsPerSecond;

  @Option(
      names = "--requests-burst",
      defaultValue = "${env:APITOKEN_REQUESTS_BURST:-100}",
      description = "How many of them at once.")
  private int requestsBurst;

  @Option(
      names = "--trusted-proxies",
      split = ",",
      defaultValue = "${env:APITOKEN_TRUSTED_PROXIES:-}",
      description = "Addresses (CIDR) of proxies whose X-Forwarded-For tells the client's address.")
  private List<String> trustedProxies;

  @Option(
      names = "--connections",
      defaultValue = "${env:APITOKEN_CONNECTIONS:-4096}",
      description = "How many connections may be open at once, beyond which 503.")
  private int connections;

  LimitOptions() {}

  /**
   * @throws IllegalArgumentException when a number is negative, or a proxy no CIDR
   */
  LimitSettings settings() {
    return new LimitSettings(
        new Rate(failedKeysPerSecond, failedKeysBurst),
        new Rate(requestsPerSecond, requestsBurst),
        trustedProxies.stream().map(String::strip).filter(v -> !v.isEmpty()).toList());
  }

  /**
   * @throws IllegalArgumentException when there are none
   */
  ConnectionSettings connections() {
    return ConnectionSettings.DEFAULT.upTo(connections);
  }
}
