package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardReaderTest {

  private static final Instant OLD = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant NEW = Instant.parse("2030-01-02T00:00:00Z");
  private static final String MUTATING = "MutatingAdmissionPolicy";
  private static final String VALIDATING = "ValidatingAdmissionPolicy";
  private static final String BINDING = "ValidatingAdmissionPolicyBinding";
  private static final Map<String, Object> DENY = Map.of("validationActions", List.of("Deny"));

  private final FakeApiServer server = new FakeApiServer(new MutableClock(NEW));
  private final GuardReader guard =
      new GuardReader(
          server,
          List.of(
              Policy.of(policy(MUTATING, Map.of("mutations", List.of("m")))),
              Policy.of(policy(VALIDATING, Map.of("validations", List.of("v")))),
              Policy.of(policy(BINDING, DENY))));

  @BeforeEach
  void allAreThere() {
    server.putPolicy(policy(MUTATING, Map.of("mutations", List.of("m"))));
    server.putPolicy(policy(VALIDATING, Map.of("validations", List.of("v"))));
    server.putPolicy(policy(BINDING, DENY));
  }

  @Test
  void isInForceSinceTheYoungestOfAll() {
    GenericKubernetesResource young = policy(BINDING, DENY);
    young.getMetadata().setCreationTimestamp(NEW.toString());
    server.putPolicy(young);

    assertThat(guard.get()).isEqualTo(GuardStanding.inForceSince(NEW));
  }

  @Test
  void isBrokenWithoutOneOfThem() {
    server.removePolicy(VALIDATING, "p");

    assertThat(guard.get())
        .isEqualTo(GuardStanding.broken("There is no ValidatingAdmissionPolicy p."));
  }

  @Test
  void needsTheMutatingOneOnlyWhereItIsServed() {
    server.removePolicy(MUTATING, "p");
    assertThat(guard.get())
        .isEqualTo(GuardStanding.broken("There is no MutatingAdmissionPolicy p."));

    server.serveNoMutatingPolicies();
    assertThat(guard.get()).isEqualTo(GuardStanding.inForceSince(OLD));
  }

  @Test
  void isBrokenWhenOneIsAltered() {
    server.putPolicy(policy(BINDING, Map.of("validationActions", List.of("Audit"))));
    assertThat(guard.get())
        .isEqualTo(
            GuardStanding.broken(
                "ValidatingAdmissionPolicyBinding p is not the one of this version."));

    server.putPolicy(policy(BINDING, Map.of("validationActions", List.of("Deny", "Audit"))));
    assertThat(guard.get().isInForce()).isFalse();

    server.putPolicy(policy(BINDING, Map.of()));
    assertThat(guard.get().isInForce()).isFalse();
  }

  @Test
  void isBrokenWhenOneIsNarrowed() {
    server.putPolicy(
        policy(
            BINDING,
            Map.of(
                "validationActions",
                List.of("Deny"),
                "matchResources",
                Map.of("namespaceSelector", Map.of("matchLabels", Map.of("a", "b"))))));

    assertThat(guard.get().isInForce()).isFalse();
  }

  @Test
  void isBrokenWhereNobodyMayLook() {
    server.forbidReading();

    assertThat(guard.get()).isEqualTo(GuardStanding.broken("The operator may not read them."));
  }

  @Test
  void isBrokenWhileOneIsBeingDeleted() {
    GenericKubernetesResource going = policy(BINDING, DENY);
    going.getMetadata().setDeletionTimestamp(NEW.toString());
    server.putPolicy(going);

    assertThat(guard.get().isInForce()).isFalse();
  }

  @Test
  void takesFieldsThatSayNothing() {
    server.putPolicy(
        policy(
            BINDING,
            Map.of(
                "validationActions",
                List.of("Deny"),
                "matchResources",
                Map.of("namespaceSelector", Map.of(), "excludeResourceRules", List.of()),
                "paramRef",
                Map.of("name", ""))));

    assertThat(guard.get()).isEqualTo(GuardStanding.inForceSince(OLD));
  }

  @Test
  void countsFromTheNewestWriterOfAnAlteredOne() {
    server.putPolicy(altered(OLD.plusSeconds(5), NEW.plusSeconds(7), OLD));

    assertThat(guard.get()).isEqualTo(GuardStanding.inForceSince(NEW.plusSeconds(7)));
  }

  @Test
  void isBrokenWhenNothingTellsWhenOneWasAltered() {
    server.putPolicy(altered());

    assertThat(guard.get().isInForce()).isFalse();
    assertThat(guard.get().problem()).contains("nothing tells when");
  }

  /** What was put back as it was is another policy for all tokens made meanwhile. */
  @Test
  void coversNoTokenOfTheTimeBefore() {
    server.putPolicy(altered(NEW));

    assertThat(guard.get().covers(NEW.plusSeconds(2))).isTrue();
    assertThat(guard.get().covers(NEW.plusSeconds(2).minusNanos(1))).isFalse();
    assertThat(guard.get().covers(OLD.plusSeconds(60))).isFalse();
  }

  private static GenericKubernetesResource altered(Instant... writtenAt) {
    GenericKubernetesResource policy = policy(BINDING, DENY);
    policy.getMetadata().setGeneration(3L);
    policy
        .getMetadata()
        .setManagedFields(
            Arrays.stream(writtenAt)
                .map(at -> new ManagedFieldsEntryBuilder().withTime(at.toString()).build())
                .toList());
    return policy;
  }

  private static GenericKubernetesResource policy(String kind, Map<String, Object> spec) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(Policy.API_VERSION)
        .withKind(kind)
        .withMetadata(
            new ObjectMetaBuilder()
                .withName("p")
                .withGeneration(1L)
                .withCreationTimestamp(OLD.toString())
                .build())
        .addToAdditionalProperties("spec", spec)
        .build();
  }
}
