package io.kriten.apitoken.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.InNamespacesOfItsOwn;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Digests and keys come from our two accounts, not even from the cluster's administrator. */
@InNamespacesOfItsOwn
class TokenSecretsTest {

  private static final String DIGEST = "kriten.io/api-token-digest";
  private static final String KEY = "kriten.io/api-token-key";
  private static final String OURS_ONLY =
      "Secrets of types kriten.io/* are made by the ApiToken operator and its REST API only: create an ApiToken to get a key";

  private static Callers callers;

  @BeforeAll
  static void callers(LocalCluster cluster) {
    callers = Callers.in(cluster, "token-secrets");
  }

  @Test
  void nobodyPlantsADigest() {
    assertThat(refusal(callers.clusterAdmin(), "planted", DIGEST))
        .contains("Error from server (Forbidden)")
        .contains(OURS_ONLY);
  }

  @Test
  void nobodyPlantsAKey() {
    assertThat(refusal(callers.clusterAdmin(), "planted", KEY)).contains(OURS_ONLY);
  }

  @Test
  void norAnyTypeOfOurDomain() {
    assertThat(refusal(callers.clusterAdmin(), "planted", "kriten.io/later")).contains(OURS_ONLY);
  }

  @Test
  void norByServerSideApply() {
    assertThat(
            callers
                .clusterAdmin()
                .runWithInput(secret("planted", DIGEST), "apply", "--server-side", "-f", "-")
                .expectFailure())
        .contains(OURS_ONLY);
  }

  @Test
  void nobodyTakesOurNames() {
    String refusal =
        "Secrets named apitoken-digest-* and apitoken-key-* are the ApiToken operator's: choose another name";

    assertThat(refusal(callers.clusterAdmin(), "apitoken-digest-a-1", "Opaque")).contains(refusal);
    assertThat(refusal(callers.clusterAdmin(), "apitoken-key-a-1", "Opaque")).contains(refusal);
  }

  @Test
  void nobodyElseChangesThem() {
    create(callers.operator(), "apitoken-key-changed-1", KEY).expectSuccess();

    assertThat(
            callers
                .clusterAdmin()
                .run("label", "secret", "apitoken-key-changed-1", "a=b")
                .expectFailure())
        .contains(OURS_ONLY);
    assertThat(
            callers
                .clusterAdmin()
                .run(
                    "patch",
                    "secret",
                    "apitoken-key-changed-1",
                    "-p",
                    "{\"data\": {\"digest\": \"eQ==\"}}")
                .expectFailure())
        .contains(OURS_ONLY);
  }

  @Test
  void anEmptyPatchReadsNoKey() {
    create(callers.operator(), "apitoken-key-unread-1", KEY).expectSuccess();

    assertThat(
            callers
                .clusterAdmin()
                .run("patch", "secret", "apitoken-key-unread-1", "-p", "{}", "-o", "json")
                .expectFailure())
        .contains(OURS_ONLY);
  }

  @Test
  void whoeverEncryptsSecretsAtRestWritesThemBack() {
    create(callers.operator(), "apitoken-digest-rewritten-1", DIGEST).expectSuccess();
    String stored =
        callers
            .clusterAdmin()
            .run("get", "secret", "apitoken-digest-rewritten-1", "-o", "json")
            .expectSuccess();

    callers.clusterAdmin().runWithInput(stored, "replace", "-f", "-").expectSuccess();
  }

  @Test
  void theFacadeMakesDigestsAndNothingElse() {
    String refusal =
        "the ApiToken REST API creates Secrets of type kriten.io/api-token-digest only";

    create(callers.facade(), "apitoken-digest-facade-1", DIGEST).expectSuccess();
    assertThat(refusal(callers.facade(), "apitoken-key-facade-1", KEY)).contains(refusal);
    assertThat(refusal(callers.facade(), "other", "Opaque")).contains(refusal);
  }

  @Test
  void theOperatorMakesDigestsKeysPepperCaAndCertificateAndNothingElse() {
    String refusal =
        "the ApiToken operator makes Secrets of types kriten.io/*, its pepper, its CA and its"
            + " certificate only";

    create(callers.operator(), "apitoken-digest-operator-1", DIGEST).expectSuccess();
    create(callers.operator(), "apitoken-key-operator-1", KEY).expectSuccess();
    assertThat(refusal(callers.operator(), "other", "Opaque")).contains(refusal);
    Kubectl atHome = callers.operator().with("--namespace=" + LocalSettings.RELEASE_NAMESPACE);
    assertThat(refusal(atHome, "other", "Opaque")).contains(refusal);
    for (String name : List.of("apitoken-pepper", "apitoken-ca", "apitoken-tls")) {
      assertThat(refusal(callers.operator(), name, "Opaque"))
          .as("in a namespace of tokens")
          .contains(refusal);
      assertThat(create(atHome.with("--dry-run=server"), name, "Opaque").err())
          .as("made, or there already")
          .doesNotContain("Forbidden");
    }
  }

  @Test
  void everyOtherSecretIsEverybodysOwnBusiness() {
    create(callers.clusterAdmin(), "plain", "Opaque").expectSuccess();
    callers
        .clusterAdmin()
        .runWithInput(
            secret("x", "Opaque").replace("name: x", "generateName: x-"), "create", "-f", "-")
        .expectSuccess();
    callers.clusterAdmin().run("label", "secret", "plain", "a=b").expectSuccess();
  }

  private static String refusal(Kubectl caller, String name, String type) {
    return create(caller, name, type).expectFailure();
  }

  private static Kubectl.Result create(Kubectl caller, String name, String type) {
    return caller.runWithInput(secret(name, type), "create", "-f", "-");
  }

  private static String secret(String name, String type) {
    return """
        apiVersion: v1
        kind: Secret
        metadata:
          name: %s
        type: %s
        stringData:
          digest: x
        """
        .formatted(name, type);
  }
}
