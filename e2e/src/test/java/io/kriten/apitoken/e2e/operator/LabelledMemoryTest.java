package io.kriten.apitoken.e2e.operator;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A label on what the operator remembers of altered policies, as an upgrade by Helm writes it. */
@OnOperatorCluster
class LabelledMemoryTest {

  private OperatorCluster cluster;
  private Policies policies;
  private Resource<ConfigMap> memory;

  @BeforeEach
  void take(OperatorCluster cluster) {
    this.cluster = cluster;
    this.policies = new Policies(cluster.admin());
    this.memory =
        cluster
            .admin()
            .configMaps()
            .inNamespace(OperatorCluster.RELEASE)
            .withName("apitoken-guard");
  }

  @AfterEach
  void putBack() {
    policies.restore();
    policies.awaitInForce();
  }

  @Test
  void costsNoTokenItsKey() {
    policies.audit(Policies.OWNER_BINDING);
    policies.putBack(Policies.OWNER_BINDING);
    String state = policies.state(Policies.OWNER_BINDING);
    cluster.operator();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> remembered().stream().anyMatch(age -> age.startsWith(state + " ")));
    cluster.stopAll();
    Instant covered = Instant.now().plusSeconds(4);
    await().until(() -> Instant.now().isAfter(covered));
    TokenProbe honest = cluster.create("alice", "honest");
    memory.patch(
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("helm")
            .build(),
        "{\"metadata\": {\"labels\": {\"helm.sh/chart\": \"apitoken-next\"}}}");

    cluster.operator();

    honest.awaitReady("Active");
  }

  private Collection<String> remembered() {
    Map<String, String> data = memory.get().getData();
    return data == null ? List.of() : data.values();
  }
}
