package io.kriten.apitoken.api.tokens;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** When a token was made, and when it was last changed by a person. */
final class Times {

  private static final String STATUS = "status";

  /** Anyone may write the annotation by kubectl; later than this, REST could not print it. */
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private static final Duration MAX_SKEW = Duration.ofHours(1);

  private Times() {}

  static Instant created(ApiToken token) {
    return Instant.parse(token.getMetadata().getCreationTimestamp());
  }

  /**
   * The latest of creation, the facade's annotation, and the newest entry of managedFields outside
   * of status. That list alone knows kubectl's changes, but in whole seconds, and it forgets one
   * when the field that was set is cleared.
   */
  static Instant updated(ApiToken token) {
    return Stream.of(Stream.of(created(token)), annotated(token).stream(), managed(token))
        .flatMap(s -> s)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /**
   * When a change is made that comes after all that the token went through. An annotation that lies
   * further ahead than clocks can differ was made up, and counts no more.
   */
  static Instant next(ApiToken token, Instant now) {
    Instant last = updated(token);
    boolean comesAfter = now.isAfter(last) || now.plus(MAX_SKEW).isBefore(last);
    return comesAfter ? now : last.plusNanos(1);
  }

  private static Optional<Instant> annotated(ApiToken token) {
    Map<String, String> annotations = token.getMetadata().getAnnotations();
    return annotations == null
        ? Optional.empty()
        : Optional.ofNullable(annotations.get(Labels.UPDATED_AT))
            .flatMap(Rfc3339::parse)
            .filter(LAST::isAfter);
  }

  private static Stream<Instant> managed(ApiToken token) {
    List<ManagedFieldsEntry> entries = token.getMetadata().getManagedFields();
    return entries.stream()
        .filter(entry -> !STATUS.equals(entry.getSubresource()))
        .map(ManagedFieldsEntry::getTime)
        .filter(Objects::nonNull)
        .map(Instant::parse);
  }
}
