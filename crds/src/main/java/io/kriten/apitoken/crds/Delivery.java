package io.kriten.apitoken.crds;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;

/**
 * How a key reaches its owner.
 *
 * @param mode by a Secret, or in the response of the request that created it
 * @param ttl how long the delivery Secret stays, as Go writes durations, such as {@code 90m}; null
 *     means one hour
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.ttl) || (self.ttl.matches('"
            + Delivery.TTL_PATTERN
            + "') && duration(self.ttl) <= duration('168h'))",
    fieldPath = ".ttl",
    message = "spec.delivery.ttl is hours, minutes and seconds, such as 1h30m: from 1s to 168h")
public record Delivery(
    @Default("Secret")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @JsonPropertyDescription(
            "Secret: the operator makes the key and leaves it in a Secret for its owner. Response:"
                + " whoever created the token hands the key over; this needs the verb"
                + " assign-owner.")
        Mode mode,
    @Default("1h")
        @Size(max = 32)
        @JsonPropertyDescription(
            "How long the delivery Secret stays, for instance 1h, 90m or 30s; at most 168h.")
        String ttl) {

  /** Who hands the key over. */
  public enum Mode {
    /** The operator leaves the key in a Secret that its owner can read. */
    Secret,
    /** Whoever created the token hands the key over in a response. */
    Response,
    /**
     * A mode of a later version, which the schema of this one refuses. Nobody here makes a key for
     * it.
     */
    @JsonEnumDefaultValue
    Unknown
  }

  static final String TTL_PATTERN =
      "^([1-9][0-9]{0,5}h([1-9][0-9]{0,5}m)?([1-9][0-9]{0,5}s)?|[1-9][0-9]{0,5}m([1-9][0-9]{0,5}s)?|[1-9][0-9]{0,5}s)$";

  static final Duration DEFAULT_TTL = Duration.ofHours(1);

  static final Delivery DEFAULT = new Delivery(Mode.Secret, "1h");

  /** The way of delivery: null means by Secret. */
  public Mode modeOrDefault() {
    return mode == null ? Mode.Secret : mode;
  }

  /** How long the delivery Secret stays: null, and text that the schema refuses, mean one hour. */
  public Duration ttlOrDefault() {
    return ttl == null || !ttl.matches(TTL_PATTERN)
        ? DEFAULT_TTL
        : GoDuration.parse(ttl).orElse(DEFAULT_TTL);
  }
}
