package io.kriten.apitoken.e2e.operator;

import static io.kriten.apitoken.e2e.operator.OperatorCluster.TOKENS;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Conditions;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.crds.PepperSecrets;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A token and what belongs to it, as the cluster's administrator sees them.
 *
 * @param uid of the token; what belongs to another of its name is not seen
 */
record TokenProbe(KubernetesClient admin, String name, String uid) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  ApiToken token() {
    return admin.resources(ApiToken.class).inNamespace(TOKENS).withName(name).get();
  }

  boolean exists() {
    ApiToken token = token();
    return token != null && token.getMetadata().getUid().equals(uid);
  }

  /** Waits until the condition Ready has that reason. */
  TokenProbe awaitReady(String reason) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(condition(Conditions.READY).map(Condition::getReason))
                    .as("%s", token())
                    .contains(reason));
    assertThat(condition(Conditions.READY).orElseThrow().getStatus())
        .isEqualTo(reason.equals("Active") ? "True" : "False");
    return this;
  }

  /** Waits until the condition Delivered has that reason. */
  TokenProbe awaitDelivered(String reason) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> condition(Conditions.DELIVERED).map(Condition::getReason),
            Optional.of(reason)::equals);
    return this;
  }

  String message() {
    return condition(Conditions.READY).orElseThrow().getMessage();
  }

  Optional<Condition> condition(String type) {
    return Conditions.find(token(), type);
  }

  String keyName() {
    return Names.keySecret(uid, 1);
  }

  String digestName() {
    return Names.digestSecret(uid, 1);
  }

  Secret delivery() {
    return admin.secrets().inNamespace(TOKENS).withName(keyName()).get();
  }

  Secret digest() {
    return admin.secrets().inNamespace(TOKENS).withName(digestName()).get();
  }

  /** The key in the delivery Secret. */
  TokenKey key() {
    return TokenKey.parse(
            new String(Base64.getDecoder().decode(delivery().getData().get("key")), US_ASCII))
        .orElseThrow();
  }

  /** Whether that key is the one, by the peppers in the cluster. */
  boolean isGood(TokenKey key) {
    Peppers peppers =
        PepperSecrets.read(
            admin
                .secrets()
                .inNamespace(OperatorCluster.RELEASE)
                .withName(Names.PEPPER_SECRET)
                .get());
    DigestRecord record = DigestSecrets.read(digest()).orElseThrow();
    return record.isSealedTo(token(), peppers)
        && peppers.current().digest(key).equals(record.digest());
  }

  /** The Secrets of a type that the token controls. */
  List<String> secrets(String type) {
    return admin.secrets().inNamespace(TOKENS).list().getItems().stream()
        .filter(secret -> type.equals(secret.getType()))
        .filter(this::belongs)
        .map(secret -> secret.getMetadata().getName())
        .toList();
  }

  List<String> roles() {
    return owned(admin.resources(Role.class).inNamespace(TOKENS).list().getItems());
  }

  List<String> bindings() {
    return owned(admin.resources(RoleBinding.class).inNamespace(TOKENS).list().getItems());
  }

  /** One digest, one key, good, and open to its owner. */
  void assertThatTheOneKeyWaits() {
    assertThat(secrets(Labels.DIGEST_TYPE)).containsExactly(digestName());
    assertThat(secrets(Labels.KEY_TYPE)).containsExactly(keyName());
    assertThat(isGood(key())).isTrue();
    assertThat(roles()).containsExactly(keyName());
    assertThat(bindings()).containsExactly(keyName());
    assertThat(token().getStatus().keyHint()).isEqualTo(key().hint());
    assertThat(token().getStatus().deliverySecret()).isEqualTo(keyName());
  }

  /** The digest, and nothing of the delivery. */
  void assertThatTheDeliveryIsOver() {
    assertThat(secrets(Labels.DIGEST_TYPE)).containsExactly(digestName());
    assertThat(delivery()).isNull();
    assertThat(roles()).isEmpty();
    assertThat(bindings()).isEmpty();
    assertThat(token().getStatus().deliverySecret()).isNull();
  }

  /** The same, a little later. */
  void assertThatEventuallyTheDeliveryIsOver() {
    await().atMost(PATIENCE).untilAsserted(this::assertThatTheDeliveryIsOver);
  }

  private List<String> owned(List<? extends HasMetadata> objects) {
    return objects.stream()
        .filter(this::belongs)
        .map(object -> object.getMetadata().getName())
        .toList();
  }

  private boolean belongs(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream().anyMatch(r -> uid.equals(r.getUid()));
  }
}
