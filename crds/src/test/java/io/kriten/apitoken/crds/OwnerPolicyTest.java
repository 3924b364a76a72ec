package io.kriten.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerPolicyTest {

  private static final OwnerPolicy PEOPLE_ONLY = new OwnerPolicy(false);
  private static final OwnerPolicy WITH_SERVICE_ACCOUNTS = new OwnerPolicy(true);

  @ParameterizedTest
  @CsvSource({
    // username, group, permitted, permitted with ServiceAccounts
    "alice, , true, true",
    "alice, devs, true, true",
    "alice@example.com, devs, true, true",
    "oidc:alice, oidc:devs, true, true",
    "systemic, systemic, true, true",
    "System:admin, , true, true",
    "alice, system:masters, false, false",
    "alice, system:authenticated, false, false",
    "alice, system:, false, false",
    "system:admin, , false, false",
    "system:masters, , false, false",
    "system:, , false, false",
    "system:anonymous, , false, false",
    "system:node:n1, , false, false",
    "system:kube-controller-manager, , false, false",
    "system:serviceaccount:ci:runner, , false, true",
    "system:serviceaccount:kube-system:generic-garbage-collector, , false, false",
    "system:serviceaccount:ci:runner, devs, false, true",
    "system:serviceaccount:ci:runner.v2, , false, true",
    "system:serviceaccount:ci:runner, system:serviceaccounts, false, false",
    "system:serviceaccount:ci:runner, system:masters, false, false",
    "system:serviceaccount:ci:, , false, false",
    "system:serviceaccount::runner, , false, false",
    "system:serviceaccount:ci, , false, false",
    "system:serviceaccount:ci:runner:more, , false, false",
    "system:serviceaccount:Ci:runner, , false, false",
    "system:serviceaccounts:ci:runner, , false, false"
  })
  void permits(String username, String group, boolean permitted, boolean withServiceAccounts) {
    Owner owner = new Owner(username, null, group == null ? null : Set.of(group));

    assertThat(PEOPLE_ONLY.permits(owner)).isEqualTo(permitted);
    assertThat(WITH_SERVICE_ACCOUNTS.permits(owner)).isEqualTo(withServiceAccounts);
  }

  @Test
  void oneForbiddenGroupAmongManyIsEnough() {
    assertThat(
            PEOPLE_ONLY.permits(
                new Owner("alice", null, Set.of("devs", "ops", "system:masters", "zebras"))))
        .isFalse();
  }

  @Test
  void nobodyIsNotPermitted() {
    for (OwnerPolicy policy : new OwnerPolicy[] {PEOPLE_ONLY, WITH_SERVICE_ACCOUNTS}) {
      assertThat(policy.permits(null)).isFalse();
      assertThat(policy.permits(new Owner(null, "u-1", null))).isFalse();
      assertThat(policy.permits(new Owner("", "u-1", null))).isFalse();
    }
  }
}
