package io.kriten.apitoken.api.doors;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How keys are verified for others.
 *
 * @param tokenReviewSecrets a file with what kube-apiserver shows as its bearer at {@code
 *     /tokenreview}, a line each, read again when it changes; empty: nobody may ask there
 * @param tokenReviewAudiences which audiences a key is for at {@code /tokenreview}; empty: the API
 *     server's own
 */
public record DoorSettings(Optional<Path> tokenReviewSecrets, List<String> tokenReviewAudiences) {

  /** Nobody may ask at {@code /tokenreview}. */
  public static final DoorSettings CLOSED = new DoorSettings(Optional.empty(), List.of());

  /** Copies the list. */
  public DoorSettings {
    Objects.requireNonNull(tokenReviewSecrets, "tokenReviewSecrets");
    tokenReviewAudiences = List.copyOf(tokenReviewAudiences);
  }
}
