package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Since when a policy is as it is. The API server alone writes uid, generation and
 * creationTimestamp; the times in managedFields are whatever their writer says.
 *
 * @param uid which object it is
 * @param generation how often its spec was written; 1 = as it was created
 * @param since since when
 */
record PolicyAge(String uid, long generation, Instant since) {

  private static final long AS_CREATED = 1;

  /**
   * The age of a live policy.
   *
   * @param remembered its age when it was last looked at
   * @param now when an altered one that is not remembered counts from: nothing else tells
   */
  static PolicyAge of(ObjectMeta live, Optional<PolicyAge> remembered, Instant now) {
    long generation = live.getGeneration() == null ? AS_CREATED : live.getGeneration();
    if (generation <= AS_CREATED) {
      return new PolicyAge(live.getUid(), AS_CREATED, Instant.parse(live.getCreationTimestamp()));
    }
    return remembered
        .filter(age -> age.uid.equals(live.getUid()) && age.generation == generation)
        .orElseGet(() -> new PolicyAge(live.getUid(), generation, now));
  }

  boolean isAltered() {
    return generation > AS_CREATED;
  }

  String text() {
    return uid + " " + generation + " " + since;
  }

  /** What {@link #text()} gave; empty for anything else. */
  static Optional<PolicyAge> parse(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PolicyAge(parts[0], Long.parseLong(parts[1]), Instant.parse(parts[2])));
    } catch (NumberFormatException | DateTimeException malformed) {
      return Optional.empty();
    }
  }
}
