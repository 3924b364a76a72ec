package io.kriten.apitoken.crds;

import java.util.regex.Pattern;

/**
 * Which owners any door lets out, whatever is stored: no {@code system:} user and no {@code
 * system:} group, but for ServiceAccounts where the installation allows them.
 *
 * @param allowServiceAccounts the chart's {@code policy.allowServiceAccountOwners}
 */
public record OwnerPolicy(boolean allowServiceAccounts) {

  private static final String SYSTEM = "system:";

  /** Kubernetes' own controllers, whose accounts are as good as the cluster's administrator. */
  private static final String CONTROLLERS = "system:serviceaccount:kube-system:";

  private static final Pattern SERVICE_ACCOUNT =
      Pattern.compile("system:serviceaccount:[a-z0-9-]{1,63}:[a-z0-9.-]{1,253}");

  /** Whether a token may act as that owner. */
  public boolean permits(Owner owner) {
    if (owner == null || owner.username() == null || owner.username().isEmpty()) {
      return false;
    }
    return permitsUser(owner.username())
        && owner.sortedGroups().stream().noneMatch(g -> g.startsWith(SYSTEM));
  }

  private boolean permitsUser(String username) {
    return !username.startsWith(SYSTEM)
        || (allowServiceAccounts
            && SERVICE_ACCOUNT.matcher(username).matches()
            && !username.startsWith(CONTROLLERS));
  }
}
