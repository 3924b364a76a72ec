package io.kriten.apitoken.e2e.kubectl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.e2e.MadeKeys;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.local.LocalCluster;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a user of kubectl does first, from the manifest to the refused key. */
@ExtendWith(ClusterExtension.class)
class FirstKeyTest {

  private static final String RUNNERS = "/api/v1/runners";
  private static final Duration WATCH = Duration.ofSeconds(5);

  @Test
  void aTokenMadeOverRestIsSeenWithItsColumns(LocalCluster cluster) {
    String id =
        Rest.as(cluster, "alice")
            .create("{\"expires\": \"2030-01-31T12:00:00Z\"}")
            .get("id")
            .asText();
    Kubectl admin = Kubectl.asClusterAdmin(cluster).with("--namespace=apitokens");
    String name = nameOf(admin, id);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(admin.run("get", "apitokens", name).expectSuccess().lines())
                    .satisfiesExactly(
                        header ->
                            assertThat(header.split("\\s+"))
                                .containsExactly(
                                    "NAME", "OWNER", "ENABLED", "STATE", "EXPIRES", "AGE"),
                        row ->
                            assertThat(row.split("\\s+"))
                                .startsWith(
                                    name, "alice", "true", "Active", "2030-01-31T12:00:00Z")));
  }

  private static String nameOf(Kubectl admin, String id) {
    return admin
        .run(
            "get",
            "apitokens",
            "-o",
            "jsonpath={.items[?(@.metadata.uid==\"" + id + "\")].metadata.name}")
        .expectSuccess();
  }

  @Test
  void anAppliedTokenGivesItsOwnerAndNobodyElseAKeyThatWorks(LocalCluster cluster) {
    Kubectl alice = Kubectl.as(cluster, "alice").with("--namespace=apitokens");
    Kubectl bob = Kubectl.as(cluster, "bob").with("--namespace=apitokens");
    alice
        .runWithInput(
            """
            apiVersion: kriten.io/v1alpha1
            kind: ApiToken
            metadata: {name: first-key}
            spec: {description: Work on the train}
            """,
            "apply",
            "-f",
            "-")
        .expectSuccess();
    String secret =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    alice
                        .run(
                            "get",
                            "apitoken",
                            "first-key",
                            "-o",
                            "jsonpath={.status.deliverySecret}")
                        .expectSuccess(),
                name -> !name.isEmpty());

    assertThat(bob.run("get", "secret", secret).expectFailure()).contains("Forbidden");
    assertThat(bob.run("delete", "secret", secret).expectFailure()).contains("Forbidden");
    String data = alice.run("get", "secret", secret, "-o", "jsonpath={.data.key}").expectSuccess();
    String key = MadeKeys.add(new String(Base64.getDecoder().decode(data), US_ASCII));
    alice.run("delete", "secret", secret).expectSuccess();

    assertUse(cluster, key, 200);
    patch(alice, "{\"spec\": {\"enabled\": false}}");
    assertUse(cluster, key, 401);
    patch(alice, "{\"spec\": {\"enabled\": true}}");
    assertUse(cluster, key, 200);
    alice
        .run("delete", "apitoken", "first-key", "--cascade=foreground", "--wait=false")
        .expectSuccess();
    assertUse(cluster, key, 401);
  }

  private static void patch(Kubectl user, String change) {
    user.run("patch", "apitoken", "first-key", "--type=merge", "-p", change).expectSuccess();
  }

  /** kubectl's writes reach the facade by its watch, a few milliseconds later. */
  private static void assertUse(LocalCluster cluster, String key, int status) {
    await()
        .atMost(WATCH)
        .untilAsserted(
            () -> assertThat(Rest.byKey(cluster, key).get(RUNNERS).status()).isEqualTo(status));
  }
}
