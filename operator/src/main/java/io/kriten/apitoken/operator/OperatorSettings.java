package io.kriten.apitoken.operator;

import java.time.Duration;
import java.util.List;

/**
 * What an operator needs to know of its installation.
 *
 * @param releaseNamespace where the peppers and the leader's Lease lie
 * @param namespaces where tokens live
 * @param operatorAccount the operator's own user name, {@code system:serviceaccount:ns:name}
 * @param facadeAccount the facade's user name
 * @param allowServiceAccountOwners whether a token may act as a ServiceAccount
 * @param retention how long a token is kept after it expired; null or zero keeps it for ever
 * @param certificateNames DNS names and IP addresses that the REST API's certificate is for; empty:
 *     the operator makes none
 * @param leaderElection whether other replicas may run beside this one
 * @param httpHost the address that serves health and metrics
 * @param httpPort its port; 0 is any free one, a negative number serves nothing
 */
public record OperatorSettings(
    String releaseNamespace,
    List<String> namespaces,
    String operatorAccount,
    String facadeAccount,
    boolean allowServiceAccountOwners,
    Duration retention,
    List<String> certificateNames,
    boolean leaderElection,
    String httpHost,
    int httpPort) {

  private static final String LOOPBACK = "127.0.0.1";

  public OperatorSettings {
    namespaces = List.copyOf(namespaces);
    certificateNames = List.copyOf(certificateNames);
    retention = retention == null ? Duration.ZERO : retention;
    if (namespaces.isEmpty()) {
      throw new IllegalArgumentException("namespaces: name at least one that holds tokens");
    }
    if (retention.isNegative()) {
      throw new IllegalArgumentException("retention: a positive duration, or 0 to keep tokens");
    }
  }

  /** Settings that make no certificate, and serve health and metrics on loopback only. */
  public OperatorSettings(
      String releaseNamespace,
      List<String> namespaces,
      String operatorAccount,
      String facadeAccount,
      boolean allowServiceAccountOwners,
      Duration retention,
      boolean leaderElection,
      int httpPort) {
    this(
        releaseNamespace,
        namespaces,
        operatorAccount,
        facadeAccount,
        allowServiceAccountOwners,
        retention,
        List.of(),
        leaderElection,
        LOOPBACK,
        httpPort);
  }
}
