package io.kriten.apitoken.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.local.LocalCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
class ControlPlaneSmokeTest {

  @Test
  void aliceLogsInWithHerUidAndGroups(LocalCluster cluster) {
    SelfSubjectReview review =
        cluster.client("alice").resource(new SelfSubjectReviewBuilder().build()).create();

    UserInfo alice = review.getStatus().getUserInfo();
    assertThat(alice.getUsername()).isEqualTo("alice");
    assertThat(alice.getUid()).isEqualTo(cluster.user("alice").uid());
    assertThat(alice.getGroups()).containsExactlyInAnyOrder("devs", "system:authenticated");
  }

  @Test
  void whatBelongsToADeletedObjectIsCollected(LocalCluster cluster) {
    KubernetesClient client = cluster.adminClient();
    ConfigMap owner = client.resource(configMap("owner").build()).create();
    ConfigMap owned =
        client
            .resource(
                configMap("owned")
                    .editMetadata()
                    .addNewOwnerReference()
                    .withApiVersion("v1")
                    .withKind("ConfigMap")
                    .withName("owner")
                    .withUid(owner.getMetadata().getUid())
                    .endOwnerReference()
                    .endMetadata()
                    .build())
            .create();

    client.resource(owner).delete();

    await().atMost(Duration.ofSeconds(30)).until(() -> client.resource(owned).get() == null);
  }

  private static ConfigMapBuilder configMap(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(name)
        .endMetadata();
  }
}
