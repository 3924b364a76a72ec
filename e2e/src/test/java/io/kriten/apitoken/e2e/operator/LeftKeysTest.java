package io.kriten.apitoken.e2e.operator;

import static io.kriten.apitoken.e2e.operator.OperatorCluster.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Conditions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A key that no token has any more does not stay. */
@OnOperatorCluster
class LeftKeysTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void ofATokenThatWasDeletedWithoutWhatItOwns(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe other = cluster.create("alice", "other").awaitReady("Active");
    TokenProbe token = cluster.create("alice", "orphaning").awaitReady("Active");

    token(cluster, "orphaning").withPropagationPolicy(DeletionPropagation.ORPHAN).delete();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(left(cluster, token)).isEmpty());
    other.assertThatTheOneKeyWaits();
  }

  @Test
  void ofASerialThatWasRaised(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe token = cluster.create("alice", "rotated").awaitReady("Active");

    token(cluster, "rotated")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"keySerial\":2}}");

    token.awaitReady("KeyMissing").awaitDelivered("KeyMissing");
    await().untilAsserted(() -> assertThat(left(cluster, token)).isEmpty());
    assertThat(token.condition(Conditions.DELIVERED).orElseThrow().getStatus()).isEqualTo("False");
    assertThat(token.token().getStatus().deliverySecret()).isNull();
  }

  private static Resource<ApiToken> token(OperatorCluster cluster, String name) {
    return cluster.as("alice").resources(ApiToken.class).inNamespace(TOKENS).withName(name);
  }

  /** By name, for the owner references may be gone. */
  private static List<String> left(OperatorCluster cluster, TokenProbe token) {
    Stream<HasMetadata> all =
        Stream.concat(
            cluster.admin().secrets().inNamespace(TOKENS).list().getItems().stream(),
            Stream.of(Role.class, RoleBinding.class)
                .flatMap(
                    kind ->
                        cluster
                            .admin()
                            .resources(kind)
                            .inNamespace(TOKENS)
                            .list()
                            .getItems()
                            .stream()));
    return all.map(object -> object.getMetadata().getName())
        .filter(name -> name.contains(token.uid()))
        .toList();
  }
}
