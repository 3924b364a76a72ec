package io.kriten.apitoken.operator;

import static io.kriten.apitoken.operator.Samples.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.operator.TokenWorld.Watch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the operator makes of Secrets that vanish, and of a watch that lags. */
class VanishedSecretsTest {

  private final TokenWorld world = new TokenWorld(Samples.token());

  @Test
  void aDigestThatVanishedIsNeverMadeAgain() {
    world.pass(Watch.CURRENT);
    Secret digest = world.digests().get(0);
    world.server.remove(Secret.class, NAMESPACE, digest.getMetadata().getName());

    world.pass(Watch.CURRENT);
    world.pass(Watch.BEHIND);

    assertThat(world.digests()).isEmpty();
    assertThat(TokenFacts.readyReason(world.token())).isEqualTo("KeyMissing");
  }

  /** The cached token is older than its key: what counts is the live one. */
  @Test
  void aWatchThatLagsMakesNoSecondKey() {
    ApiToken before = world.token();
    world.pass(Watch.CURRENT);
    world.server.remove(Secret.class, NAMESPACE, world.digests().get(0).getMetadata().getName());

    world.pass(before, Watch.BEHIND);

    assertThat(world.digests()).isEmpty();
    assertThat(TokenFacts.readyReason(world.token())).isEqualTo("KeyMissing");
  }

  /** The watch of a relist shows the digest before its delivery Secret. */
  @Test
  void aDeliverySecretThatTheWatchDoesNotShowYetIsNotTakenAway() {
    world.pass(Watch.CURRENT);
    Secret digest = TokenSecrets.withoutKey(world.digests().get(0));

    world.pass(world.token(), List.of(digest));

    assertThat(world.deliveries()).hasSize(1);
    assertThat(world.names(Role.class)).hasSize(1);
    assertThat(Handover.of(world.token())).isEqualTo(Handover.Open);
  }

  @Test
  void anotherTokenOfTheNameIsLeftToItsOwnPass() {
    ApiToken before = world.token();
    ApiToken successor = Samples.token();
    successor.getMetadata().setUid("another");
    world.server.put(successor);

    assertThat(world.pass(before, Watch.BEHIND)).isEmpty();

    assertThat(world.server.all(Secret.class)).isEmpty();
    assertThat(world.token().getStatus()).isNull();
  }

  @Test
  void theOwnerWhoDeletesTheSecretHasFetchedTheKey() {
    world.pass(Watch.CURRENT);
    world.server.remove(Secret.class, NAMESPACE, world.deliveries().get(0).getMetadata().getName());

    world.pass(Watch.CURRENT);

    assertThat(Handover.of(world.token())).isEqualTo(Handover.Fetched);
    assertThat(world.names(Role.class)).isEmpty();
    assertThat(world.names(RoleBinding.class)).isEmpty();
    assertThat(world.token().getStatus().deliverySecret()).isNull();
    assertThat(TokenFacts.readyReason(world.token())).isEqualTo("Active");
  }
}
