package io.kriten.apitoken.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The operator that leads, by the Lease. */
record Leader(KubernetesClient client) {

  /** What it calls itself; empty between one leader and the next. */
  String name() {
    String holder =
        client
            .leases()
            .inNamespace(Node.RELEASE_NAMESPACE)
            .withName("apitoken-operator")
            .get()
            .getSpec()
            .getHolderIdentity();
    return holder == null ? "" : holder;
  }

  /** Its pod. */
  Pod pod() {
    return operator(true);
  }

  /** The pod of one that would take over. */
  Pod standby() {
    return operator(false);
  }

  private Pod operator(boolean leads) {
    String name = name();
    return new Pods(client, "operator")
        .ready().stream()
            .filter(pod -> name.startsWith(pod.getMetadata().getName()) == leads)
            .findFirst()
            .orElseThrow();
  }
}
