package io.kriten.apitoken.e2e.admission;

import static io.kriten.apitoken.e2e.admission.Callers.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.InNamespacesOfItsOwn;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What an installation allows, by its ConfigMap. */
@ExtendWith(ClusterExtension.class)
@ResourceLock(InNamespacesOfItsOwn.LIMITS)
class LimitsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String FAR = "expires: '9999-12-31T23:59:59Z'";

  private final Callers callers;
  private final KubernetesClient client;
  private final ConfigMap asInstalled;

  LimitsTest(LocalCluster cluster) {
    callers = Callers.in(cluster, "limits");
    client = cluster.adminClient();
    asInstalled = policy().require();
  }

  @BeforeEach
  void olderToken() {
    callers.alice().runWithInput(token("older", FAR), "apply", "-f", "-").expectSuccess();
  }

  @AfterEach
  void asItWas() {
    ConfigMap fresh =
        new ConfigMapBuilder(asInstalled)
            .editMetadata()
            .withUid(null)
            .withResourceVersion(null)
            .endMetadata()
            .build();
    client.resource(fresh).createOr(NonDeletingOperation::update);
    await().atMost(PATIENCE).until(() -> create("").exit() == 0);
    callers.alice().run("delete", "apitoken", "older", "--ignore-not-found").expectSuccess();
  }

  @Test
  void neverExpiring() {
    set(Map.of("maxLifetime", "", "allowNeverExpires", "false"));

    assertThat(awaitRefusal(""))
        .contains("is invalid")
        .contains(
            "spec.expires: this installation allows no token that never expires; set an instant, such as 2030-01-31T12:00:00Z");
    create(FAR).expectSuccess();
    assertThat(patchOlder("{\"spec\": {\"expires\": null}}").expectFailure())
        .contains("this installation allows no token that never expires");
  }

  @Test
  void livingTooLong() {
    set(Map.of("maxLifetime", "720h", "allowNeverExpires", "true"));

    assertThat(awaitRefusal(FAR))
        .contains("is invalid")
        .contains("spec.expires: 9999-12-31T23:59:59Z is more than 720h after creation at ")
        .contains(", the longest that this installation lets a token live; set an earlier instant");
    assertThat(create("").expectFailure())
        .contains(
            "spec.expires: this installation lets a token live for 720h at most; set an instant");
    create(in(Duration.ofHours(719))).expectSuccess();
    assertThat(create(in(Duration.ofHours(721))).expectFailure()).contains("more than 720h");
    create("expires: '0001-01-01T00:00:00Z'").expectSuccess();
  }

  @Test
  void olderTokensCanBeNarrowedButNotWidened() {
    set(Map.of("maxLifetime", "720h", "allowNeverExpires", "false"));
    awaitRefusal(FAR);

    patchOlder("{\"spec\": {\"enabled\": false, \"description\": \"leaked\"}}").expectSuccess();
    patchOlder("{\"spec\": {\"expires\": \"9000-01-01T00:00:00Z\"}}").expectSuccess();
    assertThat(patchOlder("{\"spec\": {\"expires\": \"9000-01-01T00:00:01Z\"}}").expectFailure())
        .contains("more than 720h after creation");
    assertThat(patchOlder("{\"spec\": {\"expires\": null}}").expectFailure())
        .contains("this installation allows no token that never expires");
  }

  @Test
  void serviceAccountsOwnTokensWhereAllowed() {
    String owner = "owner: {username: 'system:serviceaccount:ci:deployer'}";
    assertThat(create(callers.clusterAdmin(), owner).expectFailure())
        .contains("this installation allows no ServiceAccount to own a token");

    set(Map.of("allowNeverExpires", "true", "allowServiceAccountOwners", "true"));

    await().atMost(PATIENCE).until(() -> create(callers.clusterAdmin(), owner).exit() == 0);
    assertThat(
            create(callers.clusterAdmin(), "owner: {username: 'system:kube-scheduler'}")
                .expectFailure())
        .contains("no token may act as the system: user");
  }

  @Test
  void withoutTheConfigMapNothingIsMadeButEverythingCanBeDeleted() {
    policy().delete();

    assertThat(awaitRefusal("")).contains("no params found for policy binding");
    callers.alice().run("delete", "apitoken", "older").expectSuccess();
  }

  private Resource<ConfigMap> policy() {
    return client
        .configMaps()
        .inNamespace(LocalSettings.RELEASE_NAMESPACE)
        .withName("apitoken-policy");
  }

  private void set(Map<String, String> data) {
    policy().edit(map -> new ConfigMapBuilder(map).withData(data).build());
  }

  /** The API server sees a change of the ConfigMap by a watch. */
  private String awaitRefusal(String spec) {
    await().atMost(PATIENCE).until(() -> create(spec).exit() != 0);
    return create(spec).expectFailure();
  }

  private Kubectl.Result create(String spec) {
    return create(callers.alice(), spec);
  }

  private static Kubectl.Result create(Kubectl caller, String spec) {
    return caller.runWithInput(token("x", spec), "create", "--dry-run=server", "-f", "-");
  }

  private Kubectl.Result patchOlder(String patch) {
    return callers.alice().run("patch", "apitoken", "older", "--type=merge", "-p", patch);
  }

  private static String in(Duration time) {
    return "expires: '%s'".formatted(Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS));
  }
}
