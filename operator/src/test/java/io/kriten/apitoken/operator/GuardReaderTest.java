package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
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

  private static final Instant NOW = Instant.parse("2030-01-03T00:00:00Z");

  private final MutableClock clock = new MutableClock(NOW);
  private final FakeApiServer server = new FakeApiServer(clock);
  private final GuardReader guard =
      new GuardReader(
          server,
          List.of(
              Policy.of(policy(MUTATING, Map.of("mutations", List.of("m")))),
              Policy.of(policy(VALIDATING, Map.of("validations", List.of("v")))),
              Policy.of(policy(BINDING, DENY))),
          new GuardMemory(server, "release", clock));

  @BeforeEach
  void allAreThere() {
    server.putPolicy(policy(MUTATING, Map.of("mutations", List.of("m"))));
    server.putPolicy(policy(VALIDATING, Map.of("validations", List.of("v"))));
    server.putPolicy(policy(BINDING, DENY));
    server.put(memory(Map.of()));
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

  /** Its managedFields may say what they like. */
  @Test
  void countsAnAlteredOneFromWhenItIsFirstSeen() {
    server.putPolicy(altered("u", 3, OLD));

    assertThat(guard.get()).isEqualTo(GuardStanding.inForceSince(NOW));
  }

  @Test
  void remembersWhenThatWas() {
    server.putPolicy(altered("u", 3, OLD));
    guard.get();
    clock.advance(Duration.ofDays(1));

    assertThat(guard.get()).isEqualTo(GuardStanding.inForceSince(NOW));
    assertThat(remembered()).containsOnly(Map.entry(BINDING + ".p", "u 3 " + NOW));
  }

  @Test
  void noticesWhatWasAlteredAndPutBackBetweenTwoLooks() {
    server.putPolicy(altered("u", 3, OLD));
    guard.get();
    clock.advance(Duration.ofDays(1));
    server.putPolicy(altered("u", 5, OLD));

    assertThat(guard.get()).isEqualTo(GuardStanding.inForceSince(NOW.plus(Duration.ofDays(1))));
  }

  @Test
  void noticesOneThatWasCreatedAnewAndAltered() {
    server.putPolicy(altered("u", 3, OLD));
    guard.get();
    clock.advance(Duration.ofDays(1));
    server.putPolicy(altered("another", 3, OLD));

    assertThat(guard.get()).isEqualTo(GuardStanding.inForceSince(NOW.plus(Duration.ofDays(1))));
  }

  @Test
  void forgetsOneThatWasCreatedAnew() {
    server.putPolicy(altered("u", 3, OLD));
    guard.get();
    server.putPolicy(policy(BINDING, DENY));

    assertThat(guard.get()).isEqualTo(GuardStanding.inForceSince(OLD));
    assertThat(remembered()).isEmpty();
  }

  @Test
  void takesAMemoryThatItCannotReadForNone() {
    server.put(memory(Map.of(BINDING + ".p", "u 3 yesterday", "other", "")));
    server.putPolicy(altered("u", 3, OLD));

    assertThat(guard.get()).isEqualTo(GuardStanding.inForceSince(NOW));
  }

  @Test
  void isBrokenWithoutAMemory() {
    server.remove(ConfigMap.class, "release", GuardMemory.CONFIG_MAP);

    assertThat(guard.get().problem()).contains("There is no ConfigMap apitoken-guard");
  }

  /** What was put back as it was is another policy for all tokens made meanwhile. */
  @Test
  void coversNoTokenOfTheTimeBefore() {
    server.putPolicy(altered("u", 3, OLD));

    assertThat(guard.get().covers(NOW.plusSeconds(2))).isTrue();
    assertThat(guard.get().covers(NOW.plusSeconds(2).minusNanos(1))).isFalse();
    assertThat(guard.get().covers(OLD.plusSeconds(60))).isFalse();
  }

  /** Who alters and restores within the difference of the two clocks gains nothing by it. */
  @Test
  void anAlteredOneCountsFromTheApiServersClockIfThatIsAhead() {
    server.putPolicy(altered("u", 3, OLD));
    Instant ahead = NOW.plusSeconds(30);
    ConfigMap memory = memory(Map.of(BINDING + ".p", "u 3 " + NOW));
    memory
        .getMetadata()
        .setManagedFields(
            List.of(new ManagedFieldsEntryBuilder().withTime(ahead.toString()).build()));
    server.put(memory);

    assertThat(guard.get()).isEqualTo(GuardStanding.inForceSince(ahead));

    server.putPolicy(policy(BINDING, DENY));
    assertThat(guard.get()).as("as created again").isEqualTo(GuardStanding.inForceSince(OLD));
  }

  private Map<String, String> remembered() {
    return server.find(ConfigMap.class, "release", GuardMemory.CONFIG_MAP).orElseThrow().getData();
  }

  private static ConfigMap memory(Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("release")
        .withName(GuardMemory.CONFIG_MAP)
        .endMetadata()
        .withData(data)
        .build();
  }

  private static GenericKubernetesResource altered(String uid, long generation, Instant written) {
    GenericKubernetesResource policy = policy(BINDING, DENY);
    policy.getMetadata().setUid(uid);
    policy.getMetadata().setGeneration(generation);
    policy
        .getMetadata()
        .setManagedFields(
            List.of(new ManagedFieldsEntryBuilder().withTime(written.toString()).build()));
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
