package io.kriten.apitoken.e2e.operator;

import static io.kriten.apitoken.e2e.operator.OperatorCluster.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A digest of one's own making lets nobody in, whoever plants it. */
@OnOperatorCluster
class PlantedDigestTest {

  private static final String NAME = "secrets-writer";

  private final Peppers others = Peppers.generate(new SecureRandom());
  private final TokenKey forged = others.tagKey().mint(new SecureRandom());

  @AfterEach
  void withdraw(OperatorCluster cluster) {
    cluster.admin().rbac().roleBindings().inNamespace(TOKENS).withName(NAME).delete();
    cluster.admin().rbac().roles().inNamespace(TOKENS).withName(NAME).delete();
  }

  @Test
  void isRefusedToAWriterOfSecrets(OperatorCluster cluster) {
    TokenProbe token = cluster.create("alice", "planted");
    letBobWriteSecrets(cluster);

    assertThatThrownBy(() -> cluster.as("bob").resource(digest(token)).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("made by the ApiToken operator");
    cluster.operator();

    token.awaitReady("Active").assertThatTheOneKeyWaits();
    assertThat(token.isGood(forged)).isFalse();
  }

  /** Who takes the policies away can write it. The seal is missing all the same. */
  @Test
  void isUnsealedFromAClusterAdmin(OperatorCluster cluster) {
    Policies policies = new Policies(cluster.admin());
    TokenProbe token = cluster.create("alice", "planted");
    policies.delete(new Policies.Key("ValidatingAdmissionPolicyBinding", Policies.SECRETS));
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreException(KubernetesClientException.class)
          .until(() -> cluster.admin().resource(digest(token)).create() != null);
      cluster.operator();
      token.awaitReady("Unsealed");
      assertThat(token.secrets(Labels.KEY_TYPE)).isEmpty();
      cluster.local().startFacade();
      assertThat(Rest.byKey(cluster.local(), forged.reveal()).get(Rest.RUNNERS).status())
          .isEqualTo(401);
    } finally {
      cluster.local().stopFacade();
      policies.restore();
      policies.awaitInForce();
    }
  }

  private Secret digest(TokenProbe token) {
    return DigestSecrets.write(
        token.token(), DigestRecord.seal(token.token(), forged, others.current()));
  }

  private static void letBobWriteSecrets(OperatorCluster cluster) {
    cluster
        .admin()
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(TOKENS)
                .withName(NAME)
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("secrets")
                .withVerbs("create", "update", "patch")
                .endRule()
                .build())
        .create();
    cluster
        .admin()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(TOKENS)
                .withName(NAME)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", NAME)
                .addNewSubject("rbac.authorization.k8s.io", "User", "bob", null)
                .build())
        .create();
  }
}
