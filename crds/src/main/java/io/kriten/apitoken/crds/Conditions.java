package io.kriten.apitoken.crds;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Conditions of an ApiToken, after the Kubernetes API conventions. */
public final class Conditions {

  /** True while the key is accepted. */
  public static final String READY = "Ready";

  /** True once the key lies, or lay, where its owner could fetch it. */
  public static final String DELIVERED = "Delivered";

  private Conditions() {}

  /** The condition of a type, if the token has it. */
  public static Optional<Condition> find(ApiToken token, String type) {
    List<Condition> conditions =
        token.getStatus() == null || token.getStatus().conditions() == null
            ? List.of()
            : token.getStatus().conditions();
    return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  /** The condition {@code Ready} of a verdict. */
  public static Condition ready(ApiToken token, Verdict verdict, Instant now) {
    return of(token, READY, verdict.accepts(), verdict.reason().name(), verdict.message(), now);
  }

  /** A condition whose lastTransitionTime moves only when its status does. */
  public static Condition of(
      ApiToken token, String type, boolean holds, String reason, String message, Instant now) {
    String status = holds ? "True" : "False";
    String since =
        find(token, type)
            .filter(old -> status.equals(old.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElseGet(
                () -> DateTimeFormatter.ISO_INSTANT.format(now.truncatedTo(ChronoUnit.SECONDS)));
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withObservedGeneration(token.getMetadata().getGeneration())
        .withLastTransitionTime(since)
        .build();
  }
}
