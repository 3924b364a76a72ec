package io.kriten.apitoken.operator;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Comparator;
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

  GuardReader(ApiServer api, List<Policy> carried) {
    this.api = api;
    this.carried = carried;
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
    Instant since = Instant.EPOCH;
    for (Policy policy : carried) {
      Optional<GenericKubernetesResource> live = api.findPolicy(policy.kind(), policy.name());
      if (live.isPresent()) {
        GuardStanding standing = standing(policy, live.get());
        if (!standing.isInForce()) {
          return standing;
        }
        since = standing.since().isAfter(since) ? standing.since() : since;
      } else if (!policy.isMutating() || api.serves(Policy.API_VERSION, policy.kind())) {
        return GuardStanding.broken("There is no " + policy.describe() + ".");
      }
    }
    return GuardStanding.inForceSince(since);
  }

  private static GuardStanding standing(Policy policy, GenericKubernetesResource live) {
    if (live.getMetadata().getDeletionTimestamp() != null) {
      return GuardStanding.broken(policy.describe() + " is being deleted.");
    }
    if (!PolicySpec.of(live).equals(policy.spec())) {
      return GuardStanding.broken(policy.describe() + " is not the one of this version.");
    }
    return unalteredSince(live.getMetadata())
        .map(GuardStanding::inForceSince)
        .orElseGet(
            () ->
                GuardStanding.broken(
                    policy.describe() + " was altered, and nothing tells when: create it anew."));
  }

  /** An object of the first generation was never altered; else its newest writer tells when. */
  private static Optional<Instant> unalteredSince(ObjectMeta metadata) {
    if (metadata.getGeneration() == null || metadata.getGeneration() <= 1) {
      return Optional.of(Instant.parse(metadata.getCreationTimestamp()));
    }
    return metadata.getManagedFields().stream()
        .map(ManagedFieldsEntry::getTime)
        .filter(time -> time != null)
        .map(Instant::parse)
        .max(Comparator.naturalOrder());
  }
}
