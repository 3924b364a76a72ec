package io.kriten.apitoken.e2e.operator;

import static io.kriten.apitoken.e2e.operator.OperatorCluster.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kriten.apitoken.crds.Conditions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A key comes to its owner, and to nobody else. */
@OnOperatorCluster
class DeliveryTest {

  @Test
  void aTokenMadeByKubectlGetsAKeyThatItsOwnerAloneCanFetch(OperatorCluster cluster) {
    cluster.operator();

    TokenProbe token = cluster.create("alice", "delivered").awaitReady("Active");

    token.assertThatTheOneKeyWaits();
    assertThat(secret(cluster.as("alice"), token.keyName()).get().getData()).containsKey("key");
    assertThatForbidden(() -> secret(cluster.as("bob"), token.keyName()).get());
    assertThatForbidden(() -> secret(cluster.as("bob"), token.keyName()).delete());
    assertThatForbidden(() -> secret(cluster.as("admin"), token.keyName()).get());
  }

  @Test
  void theDeliveryRoleOpensNoOtherSecret(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe hers = cluster.create("alice", "hers").awaitReady("Active");
    TokenProbe his = cluster.create("bob", "his").awaitReady("Active");

    KubernetesClient alice = cluster.as("alice");
    assertThatForbidden(() -> secret(alice, his.keyName()).get());
    assertThatForbidden(() -> secret(alice, his.keyName()).delete());
    assertThatForbidden(() -> secret(alice, hers.digestName()).get());
    assertThatForbidden(() -> secret(alice, hers.digestName()).delete());
    assertThatForbidden(() -> alice.secrets().inNamespace(TOKENS).list());
    assertThatForbidden(
        () ->
            secret(alice, hers.keyName())
                .edit(s -> s.edit().editMetadata().addToLabels("a", "b").endMetadata().build()));
    assertThatForbidden(
        () ->
            alice.secrets().inNamespace(OperatorCluster.RELEASE).withName("apitoken-pepper").get());
  }

  @Test
  void anOwnerWhoHasReadTheKeyDeletesItsSecret(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe token = cluster.create("alice", "read").awaitReady("Active");
    Instant delivered = since(token);

    secret(cluster.as("alice"), token.keyName()).delete();

    token.awaitDelivered("Fetched").awaitReady("Active").assertThatTheDeliveryIsOver();
    assertThat(since(token)).isEqualTo(delivered);
    assertThatForbidden(() -> secret(cluster.as("alice"), token.keyName()).get());
  }

  @Test
  void theSecretGoesAfterItsTtlAndTheAccessBeforeIt(OperatorCluster cluster) {
    CallLog log = new CallLog();
    cluster.operator(
        OperatorCluster.settings(Duration.ZERO, false),
        Clock.systemUTC(),
        cluster.interceptedClient(log));

    TokenProbe token = cluster.create("alice", "short", Map.of("delivery", Map.of("ttl", "3s")));

    token.awaitReady("Active").awaitDelivered("InSecret");
    token.awaitDelivered("Withdrawn").awaitReady("Active").assertThatTheDeliveryIsOver();
    assertThat(log.calls())
        .filteredOn(call -> call.startsWith("DELETE"))
        .containsExactly("DELETE rolebindings", "DELETE roles", "DELETE secrets");
  }

  @Test
  void theTtlCountsFromTheDeliverySecretAlsoForAnOperatorThatStartsLater(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe token = cluster.create("alice", "later").awaitReady("Active");
    cluster.stopAll();

    cluster.operatorAfter(Duration.ofMinutes(61));

    token.awaitDelivered("Withdrawn").assertThatTheDeliveryIsOver();
  }

  @Test
  void whoeverTakesTheSecretFromTheOperatorsHandsIsNoticed(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe token = cluster.create("alice", "lost").awaitReady("Active");

    cluster.stopAll();
    secret(cluster.as("alice"), token.keyName()).delete();
    cluster.operator();

    token.awaitDelivered("Fetched").assertThatTheDeliveryIsOver();
    await().untilAsserted(() -> assertThat(token.bindings()).isEmpty());
  }

  private static Instant since(TokenProbe token) {
    return Instant.parse(
        token.condition(Conditions.DELIVERED).orElseThrow().getLastTransitionTime());
  }

  private static Resource<Secret> secret(KubernetesClient client, String name) {
    return client.secrets().inNamespace(TOKENS).withName(name);
  }

  private static void assertThatForbidden(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
  }
}
