package io.kriten.apitoken.e2e.admission;

import static io.kriten.apitoken.e2e.admission.Callers.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.e2e.InNamespacesOfItsOwn;
import io.kriten.apitoken.local.LocalCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policies do not stand in the way of the cluster's own controllers. */
@InNamespacesOfItsOwn
class HousekeepingTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParameterizedTest
  @CsvSource({"background, false", "foreground, false", "orphan, true"})
  void aDeletionEndsWithEveryCascade(String cascade, boolean digestStays, LocalCluster cluster) {
    Callers callers = Callers.in(cluster, "cascade-" + cascade);
    callers.alice().runWithInput(token("alices", ""), "create", "-f", "-").expectSuccess();
    String uid =
        callers
            .alice()
            .run("get", "apitoken", "alices", "-o", "jsonpath={.metadata.uid}")
            .expectSuccess();
    callers.facade().runWithInput(digest(uid), "create", "-f", "-").expectSuccess();

    callers
        .alice()
        .run("delete", "apitoken", "alices", "--wait=false", "--cascade=" + cascade)
        .expectSuccess();

    await()
        .atMost(PATIENCE)
        .until(() -> callers.clusterAdmin().run("get", "apitoken", "alices").exit() != 0);
    String secret = "apitoken-digest-" + uid + "-1";
    if (digestStays) {
      assertThat(
              callers
                  .clusterAdmin()
                  .run("get", "secret", secret, "-o", "jsonpath={.metadata.ownerReferences}")
                  .expectSuccess())
          .isEmpty();
    } else {
      await()
          .atMost(PATIENCE)
          .until(() -> callers.clusterAdmin().run("get", "secret", secret).exit() != 0);
    }
  }

  @Test
  void aNamespaceWithTokensGoes(LocalCluster cluster) {
    Callers callers = Callers.in(cluster, "going");
    callers.alice().runWithInput(token("alices", ""), "create", "-f", "-").expectSuccess();

    callers
        .clusterAdmin()
        .run("delete", "namespace", "going", "--timeout=" + PATIENCE.toSeconds() + "s")
        .expectSuccess();
  }

  private static String digest(String uid) {
    return """
        apiVersion: v1
        kind: Secret
        metadata:
          name: apitoken-digest-%1$s-1
          ownerReferences:
            - apiVersion: kriten.io/v1alpha1
              kind: ApiToken
              name: alices
              uid: %1$s
              controller: true
              blockOwnerDeletion: false
        type: kriten.io/api-token-digest
        immutable: true
        stringData:
          digest: x
        """
        .formatted(uid);
  }
}
