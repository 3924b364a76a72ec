package io.kriten.apitoken.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import java.time.Duration;
import java.util.Locale;

/**
 * How a key reaches its owner.
 *
 * @param mode by a Secret, or in the response of the request that created it
 * @param ttl how long the delivery Secret stays, as Go writes durations, such as {@code 90m}; null
 *     means one hour
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Delivery(
    @Default("Secret")
        @JsonPropertyDescription(
            "Secret: the operator makes the key and leaves it in a Secret for its owner. Response: whoever created the token hands the key over; this needs the verb assign-owner.")
        Mode mode,
    @Default("1h")
        @Pattern("^([1-9][0-9]{0,5}h)?([1-9][0-9]{0,5}m)?([1-9][0-9]{0,5}s)?$")
        @JsonPropertyDescription("How long the delivery Secret stays, for instance 1h, 90m or 30s.")
        String ttl) {

  /** Who hands the key over. */
  public enum Mode {
    /** The operator leaves the key in a Secret that its owner can read. */
    Secret,
    /** Whoever created the token hands the key over in a response. */
    Response
  }

  static final Duration DEFAULT_TTL = Duration.ofHours(1);

  static final Delivery DEFAULT = new Delivery(Mode.Secret, "1h");

  /** The way of delivery: null means by Secret. */
  public Mode modeOrDefault() {
    return mode == null ? Mode.Secret : mode;
  }

  /** How long the delivery Secret stays: null and empty mean one hour. */
  public Duration ttlOrDefault() {
    return ttl == null || ttl.isEmpty()
        ? DEFAULT_TTL
        : Duration.parse("PT" + ttl.toUpperCase(Locale.ROOT));
  }
}
