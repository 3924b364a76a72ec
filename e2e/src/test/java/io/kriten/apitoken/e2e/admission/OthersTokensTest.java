package io.kriten.apitoken.e2e.admission;

import static io.kriten.apitoken.e2e.admission.Callers.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.InNamespacesOfItsOwn;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody touches another's token without {@code manage-all}, whatever RBAC lets them do. */
@InNamespacesOfItsOwn
class OthersTokensTest {

  private static final String REFUSAL =
      "the token \"alices\" is not of user \"bob\": ask its owner, or for the verb manage-all on apitokens.kriten.io named \"alices\" in namespace \"others-tokens\"";

  private static Callers callers;

  @BeforeAll
  static void callers(LocalCluster cluster) {
    callers = Callers.in(cluster, "others-tokens");
    callers.grant("bob", "deletecollection");
  }

  @BeforeEach
  void alicesToken() {
    callers
        .alice()
        .runWithInput(token("alices", "description: hers"), "create", "-f", "-")
        .expectSuccess();
  }

  @AfterEach
  void removeIt() {
    callers.alice().run("delete", "apitoken", "alices", "--ignore-not-found").expectSuccess();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"spec\": {\"enabled\": false}}",
        "{\"spec\": {\"expires\": \"2020-01-01T00:00:00Z\"}}",
        "{\"spec\": {\"description\": \"bob's\"}}",
        "{\"metadata\": {\"finalizers\": [\"example.org/stuck\"]}}",
        "{\"metadata\": {\"managedFields\": [{}]}}",
        "{\"metadata\": {\"ownerReferences\": [{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"name\": \"none\", \"uid\": \"none\"}]}}"
      })
  void patched(String patch) {
    assertThat(patch(callers.bob(), patch).expectFailure())
        .contains("Error from server (Forbidden)")
        .contains(REFUSAL);
  }

  @Test
  void labelled() {
    assertThat(callers.bob().run("label", "apitoken", "alices", "a=b").expectFailure())
        .contains(REFUSAL);
  }

  @Test
  void annotated() {
    assertThat(
            callers
                .bob()
                .run("annotate", "apitoken", "alices", "kriten.io/updated-at=2020-01-01T00:00:00Z")
                .expectFailure())
        .contains(REFUSAL);
  }

  @Test
  void replaced() {
    assertThat(
            callers
                .bob()
                .runWithInput(token("alices", "enabled: false"), "replace", "-f", "-")
                .expectFailure())
        .contains(REFUSAL);
  }

  @Test
  void appliedOver() {
    assertThat(
            callers
                .bob()
                .runWithInput(
                    token("alices", "enabled: false"),
                    "apply",
                    "--server-side",
                    "--force-conflicts",
                    "-f",
                    "-")
                .expectFailure())
        .contains(REFUSAL);
  }

  @Test
  void deleted() {
    assertThat(callers.bob().run("delete", "apitoken", "alices").expectFailure()).contains(REFUSAL);
  }

  @Test
  void deletedWithAllOthers() {
    assertThat(callers.bob().run("delete", "--raw", collection()).expectFailure())
        .contains(REFUSAL);
  }

  @Test
  void aChangeThatChangesNothingPasses() {
    assertThat(patch(callers.bob(), "{\"spec\": {\"enabled\": true}}").expectSuccess())
        .contains("no change");
  }

  @Test
  void manageAllOnThatNameIsEnough() {
    patch(callers.admin(), "{\"spec\": {\"enabled\": false}}").expectSuccess();
    callers.admin().run("label", "apitoken", "alices", "leaked=yes").expectSuccess();
    callers.admin().run("delete", "apitoken", "alices").expectSuccess();
  }

  @Test
  void nobodyChangesAnOwner() {
    String patch = "{\"spec\": {\"owner\": {\"username\": \"bob\"}}}";
    String refusal = "spec.owner is immutable: create another token for another owner";

    assertThat(patch(callers.alice(), patch).expectFailure()).contains(refusal);
    assertThat(patch(callers.clusterAdmin(), patch).expectFailure()).contains(refusal);
    assertThat(patch(callers.facade(), patch).expectFailure()).contains(refusal);
  }

  @Test
  void onlyTheOwnerAsksForANewKey() {
    String patch = "{\"spec\": {\"keySerial\": 2}}";

    assertThat(patch(callers.admin(), patch).expectFailure())
        .contains(
            "spec.keySerial: only the owner asks for a new key; delete the token if its key must go");
    assertThat(patch(callers.clusterAdmin(), patch).expectFailure())
        .contains("spec.keySerial: only the owner");
    patch(callers.alice(), patch).expectSuccess();
    assertThat(patch(callers.alice(), "{\"spec\": {\"keySerial\": 1}}").expectFailure())
        .contains("spec.keySerial never falls");
  }

  @Test
  void anotherUserOfTheSameNameIsNotTheOwner() {
    Kubectl successor =
        callers
            .clusterAdmin()
            .with("--as=alice", "--as-uid=another", "--as-group=system:authenticated");

    assertThat(patch(successor, "{\"spec\": {\"enabled\": false}}").expectFailure())
        .contains("is not of user \"alice\"");
    assertThat(successor.run("delete", "apitoken", "alices").expectFailure())
        .contains("is not of user \"alice\"");
  }

  @Test
  void theOwnerByALoginWithoutAUidStaysTheOwner() {
    Kubectl byCertificate =
        callers.clusterAdmin().with("--as=alice", "--as-group=system:authenticated");

    patch(byCertificate, "{\"spec\": {\"enabled\": false}}").expectSuccess();
  }

  @Test
  void theOperatorDeletesAndReportsButChangesNothing() {
    assertThat(patch(callers.operator(), "{\"spec\": {\"enabled\": false}}").expectFailure())
        .contains("cannot patch resource \"apitokens\"");
    callers.operator().run("delete", "apitoken", "alices").expectSuccess();
  }

  private static String collection() {
    return "/apis/kriten.io/v1alpha1/namespaces/" + callers.namespace() + "/apitokens";
  }

  private static Kubectl.Result patch(Kubectl caller, String patch) {
    return caller.run("patch", "apitoken", "alices", "--type=merge", "-p", patch);
  }
}
