package io.kriten.apitoken.operator;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks whether the admission policies that decide who may own a token are in force, just as this
 * version carries them, and since when. Without them anybody who may create an ApiToken could name
 * another as its owner, and would be handed a key.
 */
final class GuardReader implements Supplier<GuardStanding> {

  private final ApiServer api;
  private final List<Policy> carried;
  private final GuardMemory memory;

  GuardReader(ApiServer api, List<Policy> carried, GuardMemory memory) {
    this.api = api;
    this.carried = carried;
    this.memory = memory;
  }

  @Override
  public GuardStanding get() {
    try {
      return read();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_FORBIDDEN) {
        return GuardStanding.broken("The operator may not read them.");
      }
      throw e;
    }
  }

  private GuardStanding read() {
    List<GenericKubernetesResource> found = new ArrayList<>();
    for (Policy policy : carried) {
      Optional<GenericKubernetesResource> live = api.findPolicy(policy.kind(), policy.name());
      Optional<String> problem = live.map(l -> problem(policy, l)).orElseGet(() -> gap(policy));
      if (problem.isPresent()) {
        return GuardStanding.broken(problem.get());
      }
      live.ifPresent(found::add);
    }
    return memory.standing(found);
  }

  private Optional<String> gap(Policy policy) {
    return policy.isMutating() && !api.serves(Policy.API_VERSION, policy.kind())
        ? Optional.empty()
        : Optional.of("There is no " + policy.describe() + ".");
  }

  private static Optional<String> problem(Policy policy, GenericKubernetesResource live) {
    if (live.getMetadata().getDeletionTimestamp() != null) {
      return Optional.of(policy.describe() + " is being deleted.");
    }
    return PolicySpec.of(live).equals(policy.spec())
        ? Optional.empty()
        : Optional.of(policy.describe() + " is not the one of this version.");
  }
}
