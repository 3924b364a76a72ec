package io.kriten.apitoken.e2e.admission;

import static io.kriten.apitoken.e2e.admission.Callers.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.InNamespacesOfItsOwn;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What admission leaves to our accounts and to the cluster's controllers, it does not leave to a
 * key of theirs. Nobody can make such a key: if there were one, it would not matter.
 */
@InNamespacesOfItsOwn
class AccountsByKeyTest {

  private static final String BY_KEY =
      "--as-user-extra=kriten.io/token-id=a6c7d0a5-4c1e-4c0f-9c53-0d2a8c1f0c11";

  private static Callers callers;

  @BeforeAll
  static void callers(LocalCluster cluster) {
    callers = Callers.in(cluster, "accounts-by-key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kriten.io/api-token-digest", "kriten.io/api-token-key"})
  void makesNoSecrets(String type) {
    for (Kubectl account : new Kubectl[] {callers.operator(), callers.facade()}) {
      assertThat(
              account
                  .with(BY_KEY)
                  .runWithInput(
                      """
                      apiVersion: v1
                      kind: Secret
                      metadata: {name: apitoken-digest-by-key-1}
                      type: %s
                      """
                          .formatted(type),
                      "create",
                      "-f",
                      "-")
                  .expectFailure())
          .contains("Secrets of types kriten.io/* are made by the ApiToken operator");
    }
  }

  @Test
  void isNoHousekeeping() {
    callers.alice().runWithInput(token("alices", ""), "create", "-f", "-").expectSuccess();
    Kubectl collector =
        callers
            .clusterAdmin()
            .with("--as=system:serviceaccount:kube-system:generic-garbage-collector");

    assertThat(collector.with(BY_KEY).run("delete", "apitoken", "alices").expectFailure())
        .contains("the token \"alices\" is not of user");
    collector.run("delete", "apitoken", "alices").expectSuccess();
  }
}
