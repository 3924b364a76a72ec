package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which writes of the memory say since when an altered policy is as it is. */
class GuardMemoryTest {

  private static final String POLICY = "ValidatingAdmissionPolicy.p";
  private static final Instant SEEN = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant WRITTEN = SEEN.plusSeconds(30);
  private static final Instant LATER = SEEN.plusSeconds(3600);

  private static final Map<String, Object> LABELS =
      Map.of("f:metadata", Map.of("f:labels", Map.of("f:helm.sh/chart", Map.of())));
  private static final Map<String, Object> DATA =
      Map.of("f:data", Map.of(".", Map.of(), "f:" + POLICY, Map.of()));
  private static final Map<String, Object> BOTH =
      Map.of("f:metadata", LABELS.get("f:metadata"), "f:data", DATA.get("f:data"));

  private final MutableClock clock = new MutableClock(LATER);
  private final FakeApiServer server = new FakeApiServer(clock);
  private final GuardMemory memory = new GuardMemory(server, "release", clock);

  static Stream<Arguments> writes() {
    ManagedFieldsEntry operator = entry("fabric8-kubernetes-client", WRITTEN, DATA);
    return Stream.of(
        of("the operator alone", WRITTEN, operator),
        of("Helm before it", WRITTEN, entry("helm", SEEN, LABELS), operator),
        of("an upgrade by Helm after it", WRITTEN, entry("helm", LATER, LABELS), operator),
        of("a label by somebody", WRITTEN, operator, entry("kubectl-label", LATER, LABELS)),
        of("data by somebody", LATER, operator, entry("kubectl-edit", LATER, DATA)),
        of("data under Helm's name", LATER, operator, entry("helm", LATER, BOTH)),
        of("data with an old time", WRITTEN, operator, entry("kubectl-edit", SEEN, DATA)),
        of("data that is nobody's", LATER, entry("helm", LATER, LABELS)),
        of("fields that are not told", LATER, operator, entry("x", LATER, null)),
        of("no fields", LATER, operator, entry("x", LATER, Map.of())),
        of(
            "fields that are not told, and Helm",
            LATER,
            operator,
            entry("x", SEEN, null),
            entry("helm", LATER, LABELS)),
        of("data at no time", LATER, entry("x", null, DATA), entry("helm", LATER, LABELS)),
        of("nothing", SEEN));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("writes")
  void countsThoseOfItsData(String what, List<ManagedFieldsEntry> writes, Instant since) {
    server.put(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("release")
            .withName(GuardMemory.CONFIG_MAP)
            .withManagedFields(writes)
            .endMetadata()
            .addToData(POLICY, "u 3 " + SEEN)
            .build());

    assertThat(memory.standing(List.of(altered()))).isEqualTo(GuardStanding.inForceSince(since));
  }

  private static Arguments of(String what, Instant since, ManagedFieldsEntry... writes) {
    return Arguments.of(what, List.of(writes), since);
  }

  private static ManagedFieldsEntry entry(
      String manager, Instant time, Map<String, Object> fields) {
    ManagedFieldsEntry entry =
        new ManagedFieldsEntryBuilder()
            .withManager(manager)
            .withTime(time == null ? null : time.toString())
            .build();
    if (fields != null) {
      entry.setFieldsV1(new FieldsV1());
      entry.getFieldsV1().setAdditionalProperties(fields);
    }
    return entry;
  }

  private static GenericKubernetesResource altered() {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(Policy.API_VERSION)
        .withKind("ValidatingAdmissionPolicy")
        .withMetadata(new ObjectMetaBuilder().withName("p").withUid("u").withGeneration(3L).build())
        .build();
  }
}
