package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.Conditions;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.operator.TokenWorld.Watch;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keys that no token has any more are taken away, and nothing else is. */
class LeftKeysTest {

  private final TokenWorld world = new TokenWorld(Samples.token());

  @Test
  void aHigherSerialTakesTheOldKeyAway() {
    world.pass(Watch.CURRENT);
    raiseTheSerial();

    world.pass(Watch.CURRENT);

    assertThatNothingIsLeft();
    assertThat(TokenFacts.readyReason(world.token())).isEqualTo("KeyMissing");
    Condition delivered = Conditions.find(world.token(), Conditions.DELIVERED).orElseThrow();
    assertThat(delivered.getStatus()).isEqualTo("False");
    assertThat(delivered.getReason()).isEqualTo("KeyMissing");
    assertThat(world.token().getStatus().deliverySecret()).isNull();
  }

  /** Its garbage collector takes off the owner references before the token goes. */
  @Test
  void aTokenThatIsStillThereIsNotRobbed() {
    world.pass(Watch.CURRENT);
    orphan();

    sweep();

    assertThat(world.digests()).hasSize(1);
    assertThat(world.deliveries()).hasSize(1);
    assertThat(world.names(Role.class)).hasSize(1);
  }

  @Test
  void theKeyOfATokenThatWasDeletedWithoutItIsTakenAway() {
    world.pass(Watch.CURRENT);
    orphan();
    world.server.remove(ApiToken.class, Samples.NAMESPACE, "ci");

    sweep();

    assertThatNothingIsLeft();
  }

  @Test
  void alsoWhenAnotherTokenHasTakenTheName() {
    world.pass(Watch.CURRENT);
    orphan();
    ApiToken successor = Samples.token();
    successor.getMetadata().setUid("another");
    world.server.put(successor);

    sweep();

    assertThatNothingIsLeft();
  }

  @Test
  void whatStillHasItsOwnerIsLeftToTheGarbageCollector() {
    world.pass(Watch.CURRENT);
    world.server.remove(ApiToken.class, Samples.NAMESPACE, "ci");

    sweep();

    assertThat(world.digests()).hasSize(1);
    assertThat(world.deliveries()).hasSize(1);
  }

  @Test
  void aTokenWhoseLabelDoesNotNameItIsNotRobbed() {
    world.pass(Watch.CURRENT);
    orphan();
    for (Secret secret : world.server.all(Secret.class)) {
      secret.getMetadata().getLabels().put(Labels.TOKEN, Samples.UID);
      world.server.put(secret);
    }

    sweep();

    assertThat(world.digests()).hasSize(1);
  }

  private void sweep() {
    new Orphans(world.server)
        .remove(world.server.all(Secret.class).stream().map(TokenSecrets::withoutKey));
  }

  private void orphan() {
    Stream.of(Secret.class, Role.class, RoleBinding.class)
        .flatMap(kind -> world.server.all(kind).stream())
        .forEach(this::orphan);
  }

  private void orphan(HasMetadata object) {
    object.getMetadata().setOwnerReferences(List.of());
    world.server.put(object);
  }

  private void raiseTheSerial() {
    ApiToken token = world.token();
    token.setSpec(new ApiTokenSpec(Samples.ALICE, null, null, null, 2, token.getSpec().delivery()));
    world.server.put(token);
  }

  private void assertThatNothingIsLeft() {
    assertThat(world.digests()).isEmpty();
    assertThat(world.deliveries()).isEmpty();
    assertThat(world.names(Role.class)).isEmpty();
    assertThat(world.names(RoleBinding.class)).isEmpty();
  }
}
