package io.kriten.apitoken.api.auth;

import io.kriten.apitoken.api.index.Entry;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.crds.Owner;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, in the words of Kubernetes' {@code userInfo}.
 *
 * @param username the user's name
 * @param uid the user's uid; empty when the authenticator knows none
 * @param groups with {@code system:authenticated}
 * @param extra whatever else the authenticator knows, for authorizers
 * @param tokenId {@code metadata.uid} of the ApiToken that the caller came by; null for a bearer
 */
public record Caller(
    String username,
    String uid,
    Set<String> groups,
    Map<String, List<String>> extra,
    String tokenId) {

  static final String AUTHENTICATED = "system:authenticated";
  private static final String CONTEXT_KEY = Caller.class.getName();

  /** The owner of a token, who came by its key. */
  public static Caller byKey(Entry entry) {
    Owner owner = entry.owner();
    Set<String> groups = new LinkedHashSet<>(owner.sortedGroups());
    groups.add(AUTHENTICATED);
    String id = entry.uid().toString();
    return new Caller(
        owner.username(), owner.uidOrEmpty(), groups, Map.of(Labels.TOKEN_ID, List.of(id)), id);
  }

  /** Who sent the request: known behind the facade's authentication. */
  public static Caller of(RoutingContext context) {
    return Objects.requireNonNull(context.get(CONTEXT_KEY), "authentication comes first");
  }

  /** Who sent the request, where that is known. */
  public static Optional<Caller> find(RoutingContext context) {
    return Optional.ofNullable(context.get(CONTEXT_KEY));
  }

  void bind(RoutingContext context) {
    context.put(CONTEXT_KEY, this);
  }

  /** Whether the caller came by an API token and not by a bearer of the cluster. */
  public boolean cameByKey() {
    return tokenId != null;
  }

  /** Same username, and the same uid where both have one. */
  public boolean owns(Owner owner) {
    return username.equals(owner.username())
        && (uid.isEmpty() || owner.uidOrEmpty().isEmpty() || uid.equals(owner.uid()));
  }
}
