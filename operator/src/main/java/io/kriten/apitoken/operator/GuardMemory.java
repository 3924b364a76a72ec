package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
    return api.find(ConfigMap.class, namespace, CONFIG_MAP)
        .map(memory -> standing(policies, memory))
        .orElseGet(
            () ->
                GuardStanding.broken(
                    "There is no ConfigMap " + CONFIG_MAP + " to remember them by: helm upgrade."));
  }

  private GuardStanding standing(List<GenericKubernetesResource> policies, ConfigMap memory) {
    Map<String, String> before = Objects.requireNonNullElse(memory.getData(), Map.of());
    Map<String, String> after = new HashMap<>();
    Instant since = Instant.EPOCH;
    for (GenericKubernetesResource policy : policies) {
      String key = policy.getKind() + "." + policy.getMetadata().getName();
      PolicyAge age =
          PolicyAge.of(
              policy.getMetadata(),
              Optional.ofNullable(before.get(key)).flatMap(PolicyAge::parse),
              clock.instant());
      since = age.since().isAfter(since) ? age.since() : since;
      if (age.isAltered()) {
        after.put(key, age.text());
      }
    }
    boolean remembered =
        after.equals(before) || api.replace(new ConfigMapBuilder(memory).withData(after).build());
    return remembered
        ? GuardStanding.inForceSince(since)
        : GuardStanding.broken("ConfigMap " + CONFIG_MAP + " has just changed.");
  }
}
