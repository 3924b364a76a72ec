package io.kriten.apitoken.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who a token acts as, in the words of the API server's {@code userInfo}.
 *
 * @param username the user's name
 * @param uid the user's uid, where the authenticator knows one; else null
 * @param groups the groups that the token carries; null means none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self == oldSelf",
    message = "spec.owner is immutable: create another token for another owner")
public record Owner(
    @Required @Size(min = 1, max = 256) @JsonPropertyDescription("The user's name.")
        String username,
    @Size(max = 256)
        @JsonPropertyDescription("The user's uid, where the cluster's authenticator knows one.")
        String uid,
    @Size(max = 128)
        @JsonDeserialize(as = LinkedHashSet.class)
        @JsonPropertyDescription("The groups that the token carries.")
        Set<@Size(min = 1, max = 256) String> groups) {

  /** The uid, or an empty string for an owner without one. */
  public String uidOrEmpty() {
    return uid == null ? "" : uid;
  }

  /** The groups, sorted; never null. */
  public List<String> sortedGroups() {
    return groups == null ? List.of() : groups.stream().sorted().toList();
  }
}
