package io.kriten.apitoken.e2e.operator;

import static io.kriten.apitoken.e2e.operator.OperatorCluster.TOKENS;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was not made by the operator counts for nothing, whoever wrote it. */
@OnOperatorCluster
class ForgeryTest {

  private final Peppers others = Peppers.generate(new SecureRandom());
  private final TokenKey forged = others.tagKey().mint(new SecureRandom());

  @Test
  void aWriterOfSecretsCannotPlantADeliverySecret(OperatorCluster cluster) {
    TokenProbe token = cluster.create("alice", "planted");

    assertThatThrownBy(() -> cluster.admin().resource(planted(token, Labels.KEY_TYPE)).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("made by the ApiToken operator");
    assertThatThrownBy(() -> cluster.admin().resource(planted(token, "Opaque")).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("choose another name");
    cluster.operator();

    token.awaitReady("Active").assertThatTheOneKeyWaits();
  }

  /** Not even one who takes the policies away for it: the pepper is missing. */
  @Test
  void aClusterAdminsDeliverySecretIsNeverCompleted(OperatorCluster cluster) {
    TokenProbe token = cluster.create("alice", "planted");
    Secret secret = plantAsTheOperator(cluster, token);

    cluster.operator();

    token.awaitReady("Conflict");
    assertThat(token.secrets(Labels.DIGEST_TYPE)).isEmpty();
    assertThat(token.roles()).isEmpty();
    assertThat(token.delivery().getMetadata().getUid()).isEqualTo(secret.getMetadata().getUid());

    cluster.admin().resource(secret).delete();
    token.awaitReady("Active").assertThatTheOneKeyWaits();
    assertThat(token.key()).isNotEqualTo(forged);
  }

  @Test
  void aRoleThatLayInWaitIsNeverBound(OperatorCluster cluster) {
    TokenProbe token = cluster.create("alice", "waylaid");
    var role =
        cluster
            .admin()
            .resource(
                new RoleBuilder()
                    .withNewMetadata()
                    .withNamespace(TOKENS)
                    .withName(token.keyName())
                    .withOwnerReferences(DigestSecrets.ownerReference(token.token()))
                    .endMetadata()
                    .addNewRule()
                    .withApiGroups("")
                    .withResources("secrets")
                    .withVerbs("get", "delete", "list")
                    .endRule()
                    .build())
            .create();

    cluster.operator();

    token.awaitReady("Conflict");
    assertThat(token.bindings()).isEmpty();
    assertThat(token.secrets(Labels.KEY_TYPE)).isEmpty();
    assertThatThrownBy(() -> cluster.as("alice").secrets().inNamespace(TOKENS).list())
        .isInstanceOf(KubernetesClientException.class);
    cluster.admin().resource(role).delete();
    token.awaitReady("Active").assertThatTheOneKeyWaits();
  }

  @Test
  void aDeletedDigestIsNeverMadeAgain(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe token = cluster.create("alice", "robbed").awaitReady("Active");

    cluster.admin().resource(token.digest()).delete();

    token.awaitReady("KeyMissing");
    cluster.stopAll();
    cluster.operator();
    cluster.create("alice", "another").awaitReady("Active");
    token.awaitReady("KeyMissing");
    assertThat(token.digest()).isNull();
  }

  @Test
  void aDigestCopiedToAnotherTokenIsUnsealed(OperatorCluster cluster) {
    cluster.operator();
    TokenProbe source = cluster.create("bob", "source").awaitReady("Active");
    cluster.stopAll();
    TokenProbe target = cluster.create("alice", "target");
    KubernetesClient operator = cluster.operatorClient();
    operator
        .resource(
            new SecretBuilder(source.digest())
                .withNewMetadata()
                .withNamespace(TOKENS)
                .withName(target.digestName())
                .addToLabels(Labels.COMPONENT, Labels.DIGEST)
                .withOwnerReferences(DigestSecrets.ownerReference(target.token()))
                .endMetadata()
                .build())
        .create();

    cluster.operator();

    target.awaitReady("Unsealed");
    assertThat(target.token().getStatus().keyHint()).isNull();
    assertThat(target.secrets(Labels.KEY_TYPE)).isEmpty();
    source.awaitReady("Active");
  }

  /** By the operator's own account, as if there were no admission. */
  private Secret plantAsTheOperator(OperatorCluster cluster, TokenProbe token) {
    Secret secret = cluster.operatorClient().resource(planted(token, Labels.KEY_TYPE)).create();
    cluster.stopAll();
    return secret;
  }

  private Secret planted(TokenProbe probe, String type) {
    ApiToken token = probe.token();
    Map<String, String> data =
        new HashMap<>(DigestSecrets.data(DigestRecord.seal(token, forged, others.current())));
    data.put("key", Base64.getEncoder().encodeToString(forged.reveal().getBytes(US_ASCII)));
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(TOKENS)
        .withName(probe.keyName())
        .addToLabels(Labels.COMPONENT, Labels.KEY)
        .withOwnerReferences(DigestSecrets.ownerReference(token))
        .endMetadata()
        .withType(type)
        .withData(data)
        .build();
  }
}
