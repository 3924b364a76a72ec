package io.kriten.apitoken.api;

import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.http.ConnectionSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How the facade runs.
 *
 * @param releaseNamespace where the Secret of the peppers is
 * @param namespaces where tokens are; the first is where they are made
 * @param host the address to listen on
 * @param port the port of the API; 0 for any free one
 * @param metricsPort the port of {@code /metrics}; 0 for any free one, negative for none
 * @param audiences which audiences a bearer must be for; empty for the API server's own
 * @param maxStaleness how long keys are trusted without a word from the API server; zero for as
 *     long as it takes
 * @param allowServiceAccountOwners whether tokens may act as ServiceAccounts
 * @param allowedOrigins web origins (RFC 6454) whose scripts may call the API, such as {@code
 *     https://kriten.example}; empty for none
 * @param doors how keys are verified for others
 * @param limits how often somebody may fail, or ask
 * @param connections what connections may cost
 * @param lastUse whether it is kept when keys were last used
 */
public record FacadeSettings(
    String releaseNamespace,
    List<String> namespaces,
    String host,
    int port,
    int metricsPort,
    List<String> audiences,
    Duration maxStaleness,
    boolean allowServiceAccountOwners,
    List<String> allowedOrigins,
    DoorSettings doors,
    LimitSettings limits,
    ConnectionSettings connections,
    boolean lastUse) {

  /** The same with the default limits of connections, and without last uses. */
  public FacadeSettings(
      String releaseNamespace,
      List<String> namespaces,
      String host,
      int port,
      int metricsPort,
      List<String> audiences,
      Duration maxStaleness,
      boolean allowServiceAccountOwners,
      List<String> allowedOrigins,
      DoorSettings doors,
      LimitSettings limits) {
    this(
        releaseNamespace,
        namespaces,
        host,
        port,
        metricsPort,
        audiences,
        maxStaleness,
        allowServiceAccountOwners,
        allowedOrigins,
        doors,
        limits,
        ConnectionSettings.DEFAULT,
        false);
  }

  /** The same without a caller of {@code /tokenreview}, and without limits. */
  public FacadeSettings(
      String releaseNamespace,
      List<String> namespaces,
      String host,
      int port,
      int metricsPort,
      List<String> audiences,
      Duration maxStaleness,
      boolean allowServiceAccountOwners,
      List<String> allowedOrigins) {
    this(
        releaseNamespace,
        namespaces,
        host,
        port,
        metricsPort,
        audiences,
        maxStaleness,
        allowServiceAccountOwners,
        allowedOrigins,
        DoorSettings.CLOSED,
        LimitSettings.OFF);
  }

  /**
   * @throws IllegalArgumentException when no namespace is given, or {@code *} is an allowed origin
   */
  public FacadeSettings {
    Objects.requireNonNull(releaseNamespace, "releaseNamespace");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(maxStaleness, "maxStaleness");
    Objects.requireNonNull(doors, "doors");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(connections, "connections");
    namespaces = List.copyOf(namespaces);
    audiences = List.copyOf(audiences);
    allowedOrigins = List.copyOf(allowedOrigins);
    if (namespaces.isEmpty()) {
      throw new IllegalArgumentException("give at least one namespace for tokens");
    }
    if (allowedOrigins.contains("*")) {
      throw new IllegalArgumentException(
          "the origin * would let every web site use its visitors' keys; name the origins");
    }
  }
}
