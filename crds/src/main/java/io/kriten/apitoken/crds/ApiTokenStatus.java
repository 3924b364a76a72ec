package io.kriten.apitoken.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/**
 * What the operator found.
 *
 * @param conditions {@code Ready} and {@code Delivered}; null means none yet
 * @param keyHint the key's first 8 characters; null until a key was made
 * @param deliverySecret the delivery Secret's name; null when there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiTokenStatus(
    @JsonPropertyDescription("Ready is True while the key is accepted; its reason says why not.")
        List<Condition> conditions,
    @JsonPropertyDescription("The first 8 characters of the key.") String keyHint,
    @JsonPropertyDescription("The Secret that holds the key for its owner, while it exists.")
        String deliverySecret) {}
