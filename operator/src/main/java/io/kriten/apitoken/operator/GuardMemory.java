package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Since when the admission policies are as they are, remembered in a ConfigMap of the chart: who
 * alters a policy and puts it back must not be able to say when that was. It holds only those that
 * were altered since they were created.
 */
final class GuardMemory {

  /** In the release's namespace. */
  static final String CONFIG_MAP = "apitoken-guard";

  private final ApiServer api;
  private final String namespace;
  private final InstantSource clock;

  GuardMemory(ApiServer api, String namespace, InstantSource clock) {
    this.api = api;
    this.namespace = namespace;
    this.clock = clock;
  }

  /** How policies stand that are all as they should be now. */
  GuardStanding standing(List<GenericKubernetesResource> policies) {
    Optional<ConfigMap> memory = find();
    if (memory.isEmpty()) {
      return GuardStanding.broken(
          "There is no ConfigMap " + CONFIG_MAP + " to remember them by: helm upgrade.");
    }
    Map<String, PolicyAge> ages = ages(policies, memory.get());
    Map<String, String> altered = altered(ages);
    if (!altered.equals(data(memory.get()))) {
      boolean isWritten = api.replace(new ConfigMapBuilder(memory.get()).withData(altered).build());
      memory = isWritten ? find() : Optional.empty();
    }
    return memory
        .map(written -> GuardStanding.inForceSince(since(ages, written)))
        .orElseGet(() -> GuardStanding.broken("ConfigMap " + CONFIG_MAP + " has just changed."));
  }

  private Optional<ConfigMap> find() {
    return api.find(ConfigMap.class, namespace, CONFIG_MAP);
  }

  private static Map<String, String> data(ConfigMap memory) {
    return Objects.requireNonNullElse(memory.getData(), Map.of());
  }

  private Map<String, PolicyAge> ages(List<GenericKubernetesResource> policies, ConfigMap memory) {
    return policies.stream()
        .collect(
            Collectors.toMap(
                GuardMemory::key,
                policy ->
                    PolicyAge.of(
                        policy.getMetadata(),
                        Optional.ofNullable(data(memory).get(key(policy)))
                            .flatMap(PolicyAge::parse),
                        clock.instant())));
  }

  private static String key(GenericKubernetesResource policy) {
    return policy.getKind() + "." + policy.getMetadata().getName();
  }

  private static Map<String, String> altered(Map<String, PolicyAge> ages) {
    return ages.entrySet().stream()
        .filter(entry -> entry.getValue().isAltered())
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().text()));
  }

  /**
   * Tokens are created by the API server's clock, and this process's may be behind it: what was
   * altered counts from when the API server wrote it down, if that is later.
   */
  private static Instant since(Map<String, PolicyAge> ages, ConfigMap memory) {
    Stream<Instant> known = ages.values().stream().map(PolicyAge::since);
    Stream<Instant> written =
        ages.values().stream().anyMatch(PolicyAge::isAltered)
            ? DataWrites.times(memory)
            : Stream.empty();
    return Stream.concat(known, written).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
  }
}
