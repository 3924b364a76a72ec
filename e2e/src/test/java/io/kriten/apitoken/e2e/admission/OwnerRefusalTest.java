package io.kriten.apitoken.e2e.admission;

import static io.kriten.apitoken.e2e.admission.Callers.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.InNamespacesOfItsOwn;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nobody makes a token that may more than its maker. */
@InNamespacesOfItsOwn
class OwnerRefusalTest {

  private static Callers callers;

  @BeforeAll
  static void callers(LocalCluster cluster) {
    callers = Callers.in(cluster, "owner-refusal");
    callers.grant("carol", "create");
    callers.grant("carol", "assign-owner", "bob");
    callers.grant("carol", "assign-group", "ci", "cd", "cc");
  }

  @Test
  void anotherOwner() {
    assertThat(refusal(callers.alice(), "owner: {username: bob}"))
        .contains("Error from server (Forbidden)")
        .contains(
            "spec.owner.username: user \"alice\" may not make a token for user \"bob\"; leave spec.owner out for a token of your own, or ask for the verb assign-owner on apitokens.kriten.io named \"bob\" in namespace \"owner-refusal\"");
  }

  @Test
  void anotherOwnerByServerSideApply() {
    assertThat(
            callers
                .alice()
                .runWithInput(
                    token("x", "owner: {username: bob}"), "apply", "--server-side", "-f", "-")
                .expectFailure())
        .contains("user \"alice\" may not make a token for user \"bob\"");
  }

  @Test
  void anotherUid() {
    assertThat(
            refusal(
                callers.alice(), "owner: {username: alice, uid: %s}".formatted(callers.uid("bob"))))
        .contains(
            "spec.owner.uid: user \"alice\" has the uid \"%s\", not \"%s\"; leave spec.owner out"
                .formatted(callers.uid("alice"), callers.uid("bob")));
  }

  @Test
  void noUidWhereTheCallerHasOne() {
    assertThat(refusal(callers.alice(), "owner: {username: alice}"))
        .contains("spec.owner.uid: user \"alice\" has the uid");
  }

  @Test
  void aUidWhereTheCallerHasNone() {
    Kubectl zoe =
        callers
            .clusterAdmin()
            .with("--as=zoe", "--as-group=zoes", "--as-group=system:authenticated");
    callers.grant("zoe", "create");

    assertThat(refusal(zoe, "owner: {username: zoe, uid: made-up}"))
        .contains("spec.owner.uid: user \"zoe\" has no uid, not \"made-up\"");
  }

  @Test
  void aGroupThatOneIsNotIn() {
    assertThat(
            refusal(
                callers.alice(),
                "owner: {username: alice, uid: %s, groups: [devs, ops]}"
                    .formatted(callers.uid("alice"))))
        .contains(
            "spec.owner.groups: user \"alice\" may not give a token the groups [ops]; leave them out, or ask for the verb assign-group on apitokens.kriten.io in namespace \"owner-refusal\", named as each group");
  }

  @Test
  void anyOfManyGroupsThatOneIsNotIn() {
    String groups = IntStream.range(0, 128).mapToObj(i -> "g" + i).collect(Collectors.joining(","));

    assertThat(
            refusal(
                callers.alice(),
                "owner: {username: alice, uid: %s, groups: [%s]}"
                    .formatted(callers.uid("alice"), groups)))
        .contains("may not give a token the groups [g0, g1,");
  }

  @Test
  void aSystemGroup() {
    assertThat(
            refusal(
                callers.alice(),
                "owner: {username: alice, uid: %s, groups: ['system:masters']}"
                    .formatted(callers.uid("alice"))))
        .contains(
            "spec.owner.groups: no token may carry the system: group \"system:masters\"; leave it out");
  }

  @Test
  void aSystemGroupEvenByTheClustersAdministrator() {
    assertThat(
            refusal(callers.clusterAdmin(), "owner: {username: bob, groups: ['system:masters']}"))
        .contains("no token may carry the system: group \"system:masters\"");
  }

  @Test
  void aSystemUserEvenByTheClustersAdministrator() {
    assertThat(refusal(callers.clusterAdmin(), "owner: {username: 'system:admin'}"))
        .contains(
            "spec.owner.username: no token may act as the system: user \"system:admin\"; name a person in spec.owner");
  }

  @Test
  void aNameThatOnlyLooksLikeAServiceAccount() {
    assertThat(
            refusal(
                callers.clusterAdmin(),
                "owner: {username: 'system:serviceaccount:kube-system:x:y'}"))
        .contains("no token may act as the system: user");
  }

  @Test
  void aServiceAccountUnlessTheInstallationAllowsIt() {
    assertThat(
            refusal(
                callers.clusterAdmin(), "owner: {username: 'system:serviceaccount:ci:deployer'}"))
        .contains("Error from server (Forbidden)")
        .contains(
            "spec.owner.username: this installation allows no ServiceAccount to own a token; name a person in spec.owner, or have policy.allowServiceAccountOwners set");
  }

  @Test
  void aServiceAccountsOwnTokenByAGitOpsAgent() {
    Kubectl agent =
        callers
            .clusterAdmin()
            .with("--as=system:serviceaccount:gitops:agent", "--as-group=system:masters");

    assertThat(refusal(agent, ""))
        .contains("this installation allows no ServiceAccount to own a token");
  }

  @Test
  void theKeyInTheResponse() {
    assertThat(refusal(callers.alice(), "delivery: {mode: Response}"))
        .contains(
            "spec.delivery.mode: Response is for those who hand over keys; leave it out to get the key in a Secret, or ask for the verb assign-owner on apitokens.kriten.io named \"alice\" in namespace \"owner-refusal\"");
  }

  @Test
  void assignOwnerLetsOneNameThatUserWithAnyUid() {
    assertThat(creation(callers.carol(), "owner: {username: bob, uid: any}")).isZero();
    assertThat(creation(callers.carol(), "{owner: {username: bob}, delivery: {mode: Response}}"))
        .isZero();
    assertThat(refusal(callers.carol(), "owner: {username: alice}"))
        .contains("user \"carol\" may not make a token for user \"alice\"");
  }

  @Test
  void ownGroupsDoNotCountOnAnothersToken() {
    assertThat(refusal(callers.carol(), "owner: {username: bob, groups: [ops]}"))
        .contains("user \"carol\" may not give a token of user \"bob\" the groups [ops]");
  }

  @Test
  void assignGroupLetsOneNameThatGroup() {
    assertThat(creation(callers.carol(), "owner: {username: bob, groups: [ci]}")).isZero();
    assertThat(
            creation(
                callers.carol(),
                "owner: {username: carol, uid: %s, groups: [ci, cd, devs, ops]}"
                    .formatted(callers.uid("carol"))))
        .isZero();
  }

  @Test
  void moreThanTwoGroupsByNameSayWhatToDo() {
    assertThat(refusal(callers.carol(), "owner: {username: bob, groups: [ci, cd, cc]}"))
        .contains("the groups [ci, cd, cc]")
        .contains("without names: a token takes two groups by name");
  }

  @Test
  void theFacadesAccountNamesAnybodyWithManyGroupsButNoSystemUser() {
    String groups = IntStream.range(0, 128).mapToObj(i -> "g" + i).collect(Collectors.joining(","));

    assertThat(
            creation(
                callers.facade(),
                "{owner: {username: zed, uid: z, groups: [%s]}, delivery: {mode: Response}}"
                    .formatted(groups)))
        .isZero();
    assertThat(refusal(callers.facade(), "owner: {username: 'system:kube-scheduler'}"))
        .contains("no token may act as the system: user");
    assertThat(refusal(callers.facade(), "owner: {username: zed, groups: ['system:masters']}"))
        .contains("no token may carry the system: group");
  }

  private static String refusal(Kubectl caller, String spec) {
    return caller
        .runWithInput(token("x", spec), "create", "--dry-run=server", "-f", "-")
        .expectFailure();
  }

  private static int creation(Kubectl caller, String spec) {
    return caller.runWithInput(token("x", spec), "create", "--dry-run=server", "-f", "-").exit();
  }
}
