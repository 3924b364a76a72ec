package io.kriten.apitoken.api;

import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.http.ConnectionSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.api.tls.TlsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the facade runs.
 *
 * @param releaseNamespace where the Secret of the peppers is
 * @param namespaces where tokens are; the first is where they are made
 * @param host the address to listen on
 * @param port the port of the API over plain HTTP; 0 for any free one, negative for none
 * @param metricsPort the port of {@code /metrics}, and of health beside the API's; 0 for any free
 *     one, negative for none
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
 * @param tls how the API is served over HTTPS; empty: it is not
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
    boolean lastUse,
    Optional<TlsSettings> tls) {

  /**
   * The same without a caller of {@code /tokenreview}, without limits but those of connections,
   * without last uses, over plain HTTP.
   */
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
        LimitSettings.OFF,
        ConnectionSettings.DEFAULT,
        false,
        Optional.empty());
  }

  /**
   * @throws IllegalArgumentException when no namespace is given, {@code *} is an allowed origin, or
   *     the API would be served nowhere
   */
  public FacadeSettings {
    Objects.requireNonNull(releaseNamespace, "releaseNamespace");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(maxStaleness, "maxStaleness");
    Objects.requireNonNull(doors, "doors");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(connections, "connections");
    Objects.requireNonNull(tls, "tls");
    namespaces = List.copyOf(namespaces);
    audiences = List.copyOf(audiences);
    allowedOrigins = List.copyOf(allowedOrigins);
    if (namespaces.isEmpty()) {
      throw new IllegalArgumentException("give at least one namespace for tokens");
    }
    if (port < 0 && tls.isEmpty()) {
      throw new IllegalArgumentException(
          "the API would be served nowhere: give a port, or a certificate for HTTPS");
    }
    if (allowedOrigins.contains("*")) {
      throw new IllegalArgumentException(
          "the origin * would let every web site use its visitors' keys; name the origins");
    }
  }

  /** Where the API is to be served, for people. */
  String ports() {
    return Stream.concat(
            Stream.of(port).filter(plain -> plain >= 0), tls.map(TlsSettings::port).stream())
        .map(String::valueOf)
        .collect(Collectors.joining(" or "));
  }
}
