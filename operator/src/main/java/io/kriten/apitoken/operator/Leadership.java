package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This replica's part in the leader election. */
final class Leadership {

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  /** The Lease that the replicas compete for, in the release's namespace. */
  static final String LEASE = "apitoken-operator";

  // A leader that was killed has a successor within this and a retry: less than 15 seconds.
  private static final Duration LEASE_DURATION = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final String namespace;
  private final String identity;
  private final CompletableFuture<Void> lost = new CompletableFuture<>();
  private volatile boolean leading;
  private volatile boolean closing;

  Leadership(KubernetesClient client, String namespace, String hostname) {
    this.client = client;
    this.namespace = namespace;
    this.identity = hostname + "-" + UUID.randomUUID();
  }

  /** Leads without asking: there are no other replicas. */
  void assume() {
    leading = true;
  }

  boolean leads() {
    return leading;
  }

  /** Completes when another has taken over; this replica must not go on. */
  CompletionStage<Void> lost() {
    return lost;
  }

  LeaderElectionConfiguration election() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(namespace)
        .withIdentity(identity)
        .withLeaseDuration(LEASE_DURATION)
        .withRenewDeadline(Duration.ofSeconds(7))
        .withRetryPeriod(Duration.ofSeconds(2))
        .withLeaderCallbacks(new LeaderCallbacks(this::assume, this::stop, leader -> {}))
        .withExitOnStopLeading(false)
        .build();
  }

  private void stop() {
    leading = false;
    if (!closing) {
      lost.complete(null);
    }
  }

  /** From now on the end of leadership is wanted. */
  void resign() {
    closing = true;
    leading = false;
  }

  /** Lets the next replica lead at once, and not when the Lease runs out. */
  void release() {
    try {
      Lease lease = client.leases().inNamespace(namespace).withName(LEASE).get();
      if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
        lease.getSpec().setHolderIdentity("");
        client.resource(lease).update();
      }
    } catch (KubernetesClientException e) {
      log.warn("cannot release the Lease, it runs out by itself: {}", e.getMessage());
    }
  }
}
