package io.kriten.apitoken.crds;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.ZonedDateTime;

/**
 * What is wanted of a token.
 *
 * <p>{@code expires} is text here and not an instant, so that one value that Java cannot read fails
 * the one token that has it, not the watch of all. {@link Expiry} reads it.
 *
 * @param owner who the token acts as; the API server stamps the caller when it is left out
 * @param description up to 1024 characters
 * @param enabled null means enabled
 * @param expires an RFC 3339 instant; null means never
 * @param keySerial which key counts; null means 1
 * @param delivery how the key reaches its owner; null means by Secret, for an hour
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.expires) || (self.expires.getFullYear() >= 1 && self.expires.getFullYear() <= 9999)",
    fieldPath = ".expires",
    message =
        "spec.expires lies in the years 1 to 9999, in UTC: leave it out for a token that never expires")
@ValidationRule(
    value =
        "!has(oldSelf.keySerial) || (has(self.keySerial) && self.keySerial >= oldSelf.keySerial)",
    message = "spec.keySerial never falls: a higher number asks for a new key")
@ValidationRule(
    value =
        "has(self.delivery) == has(oldSelf.delivery) && (!has(self.delivery) || self.delivery == oldSelf.delivery)",
    message = "spec.delivery is immutable: create another token for another way of delivery")
public record ApiTokenSpec(
    @Required
        @JsonPropertyDescription(
            "Who the token acts as. Left out, it is whoever creates the token. Immutable: create another token for another owner.")
        Owner owner,
    @Size(max = 1024) @JsonPropertyDescription("What the token is for, in its owner's words.")
        String description,
    @JsonProperty("enabled")
        @Default("true")
        @JsonPropertyDescription("Whether the key is accepted. Left out or null means true.")
        Boolean enabled,
    @SchemaFrom(type = ZonedDateTime.class)
        @Size(max = 64)
        @Pattern(Expiry.RFC_3339)
        @JsonPropertyDescription(
            "The RFC 3339 instant from which the key is refused, for instance 2030-01-31T12:00:00Z. Left out, the token never expires. An instant in the past is legal.")
        String expires,
    @Default("1")
        @Min(1)
        @Max(2147483647)
        @JsonPropertyDescription(
            "Which key counts, from 1. It never falls; a higher number asks for a new key.")
        Integer keySerial,
    @JsonPropertyDescription("How the key reaches its owner. Immutable.") Delivery delivery) {

  /** Whether the token is switched on: null and absent mean that it is. */
  @JsonIgnore
  public boolean isEnabled() {
    return enabled == null || enabled;
  }

  /** The serial that counts: null and absent mean 1. */
  public int serial() {
    return keySerial == null ? 1 : keySerial;
  }

  /** The way of delivery: null and absent mean by Secret, for an hour. */
  public Delivery deliveryOrDefault() {
    return delivery == null ? Delivery.DEFAULT : delivery;
  }
}
