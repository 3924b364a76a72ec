package io.kriten.apitoken.api.http;

import java.time.Duration;

/**
 * What one connection, and all of them, may cost.
 *
 * @param handshake how long a TLS handshake may take
 * @param headers how long the head of a request may take from its first byte on
 * @param request how long a whole request may take from its first byte on
 * @param idle after how long without a byte in either direction a connection is closed
 * @param max how many connections may be open at once; the next ones get 503. As many TLS
 *     handshakes may be under way besides
 */
public record ConnectionSettings(
    Duration handshake, Duration headers, Duration request, Duration idle, int max) {

  /** Ample for clients in a cluster; 4,096 connections of 16 KiB of headers each are 64 MiB. */
  public static final ConnectionSettings DEFAULT =
      new ConnectionSettings(
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          4096);

  /**
   * @throws IllegalArgumentException when something is zero or negative, or a request has less time
   *     than its head
   */
  public ConnectionSettings {
    if (handshake.toMillis() <= 0
        || headers.compareTo(Duration.ZERO) <= 0
        || idle.toMillis() <= 0
        || max < 1) {
      throw new IllegalArgumentException("limits of connections must be positive");
    }
    if (request.compareTo(headers) < 0) {
      throw new IllegalArgumentException("a request needs at least as long as its headers");
    }
  }

  /** The same for another number of connections. */
  public ConnectionSettings upTo(int connections) {
    return new ConnectionSettings(handshake, headers, request, idle, connections);
  }
}
