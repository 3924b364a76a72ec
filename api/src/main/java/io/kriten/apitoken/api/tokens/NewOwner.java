package io.kriten.apitoken.api.tokens;

import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.crds.OwnerPolicy;
import java.util.Set;
import java.util.TreeSet;

/** The owner of a token that a caller creates: the caller. */
final class NewOwner {

  private static final String SYSTEM = "system:";

  private NewOwner() {}

  /**
   * Username, uid, and the groups but for {@code system:} ones.
   *
   * @throws Refusal 403, when no token may act as that user
   */
  static Owner of(Caller caller, OwnerPolicy policy) {
    Set<String> groups = new TreeSet<>(caller.groups());
    groups.removeIf(group -> group.startsWith(SYSTEM));
    Owner owner =
        new Owner(
            caller.username(),
            caller.uid().isEmpty() ? null : caller.uid(),
            groups.isEmpty() ? null : groups);
    if (!policy.permits(owner)) {
      throw Refusal.forbidden(
          "No API token may act as "
              + caller.username()
              + ": system: users are refused. Log in as a user of your own.");
    }
    return owner;
  }
}
