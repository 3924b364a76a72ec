package io.kriten.apitoken.operator;

import static io.kriten.apitoken.operator.Samples.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.Conditions;
import io.kriten.apitoken.crds.Delivery;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.operator.TokenWorld.Watch;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StatusTest {

  private final TokenWorld world = new TokenWorld(Samples.token());

  @Test
  void isWrittenOnlyWhenItChanges() {
    world.pass(Watch.CURRENT);
    String revision = world.token().getMetadata().getResourceVersion();
    int events = world.server.all(Event.class).size();

    world.clock.advance(Duration.ofMinutes(10));
    world.pass(Watch.CURRENT);

    assertThat(world.token().getMetadata().getResourceVersion()).isEqualTo(revision);
    assertThat(world.server.all(Event.class)).hasSize(events);
  }

  @Test
  void movesTheTransitionTimeWithTheStatusOnly() {
    world.pass(Watch.CURRENT);
    String active = readySince();
    world.clock.advance(Duration.ofMinutes(1));
    disable();
    world.pass(Watch.CURRENT);
    String disabled = readySince();
    world.clock.advance(Duration.ofMinutes(1));
    world.peppers = PepperStanding.missing("There is none.");
    world.pass(Watch.CURRENT);

    assertThat(TokenFacts.readyReason(world.token())).isEqualTo("PepperMissing");
    assertThat(Instant.parse(disabled)).isAfter(Instant.parse(active));
    assertThat(readySince()).isEqualTo(disabled);
  }

  @Test
  void aVerdictOnAnOldSpecIsNotWrittenOverANewOne() {
    world.pass(Watch.CURRENT);
    world.clock.advance(Duration.ofHours(1));
    world.server.beforeStatus(server -> disable());

    assertThatThrownBy(() -> world.pass(Watch.CURRENT))
        .isInstanceOf(ConcurrentChangeException.class)
        .hasMessage("ApiToken apitokens/ci has just changed");
    world.server.beforeStatus(server -> {});
    world.pass(Watch.CURRENT);

    assertThat(TokenFacts.readyReason(world.token())).isEqualTo("Disabled");
  }

  @Test
  void everyChangeOfTheVerdictIsToldOnceByAnEvent() {
    world.pass(Watch.CURRENT);
    disable();
    world.pass(Watch.CURRENT);
    world.pass(Watch.CURRENT);

    assertThat(world.server.all(Event.class))
        .extracting(Event::getReason, Event::getType)
        .containsExactly(
            tuple("KeyMade", "Normal"), tuple("Active", "Normal"), tuple("Disabled", "Warning"));
    assertThat(world.server.all(Event.class))
        .allSatisfy(
            event -> {
              assertThat(event.getEventTime().getTime()).matches(".*\\.\\d{6}Z");
              assertThat(event.getRegarding().getUid()).isEqualTo(Samples.UID);
              assertThat(event.getNote()).isNotBlank();
            });
  }

  @Test
  void aResponseTokenGetsItsHintFromTheDigestOfTheFacade() {
    ApiToken token = Samples.token(Delivery.Mode.Response);
    TokenWorld answered = new TokenWorld(token);
    answered.server.put(DigestSecrets.write(token, Samples.digest(token)));

    answered.pass(Watch.CURRENT);

    assertThat(answered.token().getStatus().keyHint()).isEqualTo(Samples.KEY.hint());
    assertThat(Conditions.find(answered.token(), Conditions.DELIVERED).orElseThrow().getReason())
        .isEqualTo("InResponse");
    assertThat(answered.deliveries()).isEmpty();
  }

  @Test
  void anAbandonedTokenIsDeletedUnlessItHasJustChanged() {
    TokenWorld abandoned = new TokenWorld(Samples.token(Delivery.Mode.Response));
    abandoned.clock.advance(Duration.ofMinutes(10));

    abandoned.pass(Watch.CURRENT);

    assertThat(abandoned.server.find(ApiToken.class, NAMESPACE, "ci")).isEmpty();
    assertThat(
            abandoned.meters.get("apitoken.deletions").tag("cause", "Abandoned").counter().count())
        .isEqualTo(1);
  }

  @Test
  void saysThatATokenYoungerThanThePoliciesNeverGetsAKey() {
    world.guard = GuardStanding.inForceSince(Samples.CREATED.minusSeconds(1));

    world.pass(Watch.CURRENT);

    assertThat(Conditions.find(world.token(), Conditions.READY).orElseThrow().getMessage())
        .contains("it never gets a key", "2030-01-31T11:59:59Z");
    assertThat(world.digests()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithThePolicies() {
    world.guard = GuardStanding.broken("There is no ValidatingAdmissionPolicy x.");

    world.pass(Watch.CURRENT);

    assertThat(Conditions.find(world.token(), Conditions.READY).orElseThrow().getMessage())
        .endsWith("There is no ValidatingAdmissionPolicy x.");
  }

  /** A quota that is used up, say: the first create fails, and the API server is well. */
  @Test
  void aTokenWhoseKeyCannotBeMadeSaysThatItIsPending() {
    world.server.failBy(Faults.only(1));

    assertThatThrownBy(() -> world.pass(Watch.CURRENT))
        .isInstanceOf(KubernetesClientException.class);

    assertThat(TokenFacts.readyReason(world.token())).isEqualTo("KeyPending");
    assertThat(world.meters.get("apitoken.mint.failures").counter().count()).isEqualTo(1);
    world.server.failBy(Faults.NONE);
    world.pass(Watch.CURRENT);
    assertThat(TokenFacts.readyReason(world.token())).isEqualTo("Active");
  }

  private void disable() {
    ApiToken token = world.token();
    ApiTokenSpec spec = token.getSpec();
    token.setSpec(
        new ApiTokenSpec(
            spec.owner(), spec.description(), false, spec.expires(), 1, spec.delivery()));
    world.server.put(token);
  }

  private String readySince() {
    return Conditions.find(world.token(), Conditions.READY).orElseThrow().getLastTransitionTime();
  }
}
