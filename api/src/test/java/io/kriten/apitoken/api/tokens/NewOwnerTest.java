package io.kriten.apitoken.api.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.crds.OwnerPolicy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewOwnerTest {

  private static final OwnerPolicy PEOPLE = new OwnerPolicy(false);

  private static Caller caller(String username, String uid, String... groups) {
    return new Caller(username, uid, Set.of(groups), Map.of(), null);
  }

  @Test
  void aLoginsSystemGroupsAreLeftOut() {
    Caller admin = caller("root", "", "system:masters", "system:authenticated", "devs");

    assertThat(NewOwner.of(admin, PEOPLE)).isEqualTo(new Owner("root", null, Set.of("devs")));
  }

  @Test
  void whoHasNoOtherGroupHasNone() {
    Caller admin = caller("root", "u-1", "system:masters", "system:authenticated");

    assertThat(NewOwner.of(admin, PEOPLE)).isEqualTo(new Owner("root", "u-1", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "system:admin",
        "system:kube-controller-manager",
        "system:node:n1",
        "system:serviceaccount:ci:runner"
      })
  void systemUsersGetNoToken(String username) {
    assertThatThrownBy(() -> NewOwner.of(caller(username, ""), PEOPLE))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("system: users are refused");
  }

  @Test
  void aServiceAccountMayWhereTheInstallationAllowsIt() {
    Caller runner =
        caller(
            "system:serviceaccount:ci:runner", "u-2", "system:serviceaccounts", "system:masters");

    assertThat(NewOwner.of(runner, new OwnerPolicy(true)))
        .isEqualTo(new Owner("system:serviceaccount:ci:runner", "u-2", null));
  }
}
