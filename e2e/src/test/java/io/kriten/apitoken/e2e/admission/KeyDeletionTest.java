package io.kriten.apitoken.e2e.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.InNamespacesOfItsOwn;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may delete Secrets but read none learns no key by it. */
@InNamespacesOfItsOwn
class KeyDeletionTest {

  private static final String CONTENT = "as secret as a key";
  private static final String STORED = Base64.getEncoder().encodeToString(CONTENT.getBytes(UTF_8));
  private static final String REFUSED =
      "Kubernetes would answer this deletion with the Secret, and so with the key";

  private static Callers callers;

  @BeforeAll
  static void callers(LocalCluster cluster) {
    callers = Callers.in(cluster, "key-deletion");
    bind("deleter", "carol", "delete,deletecollection");
    bind("reader", "bob", "get,delete");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?propagationPolicy=Foreground",
        "?propagationPolicy=Orphan",
        "?orphanDependents=true",
        "?orphanDependents=false",
        "?dryRun=All",
        "?dryRun=All&propagationPolicy=Foreground",
        "?gracePeriodSeconds=30&dryRun=All"
      })
  void isRefusedWhereTheAnswerCouldHoldIt(String options) {
    create("apitoken-key-refused-1");

    Kubectl.Result result = delete(callers.carol(), "/apitoken-key-refused-1" + options);

    assertThat(result.expectFailure()).contains("Forbidden").contains(REFUSED);
    assertThat(result.out()).doesNotContain(STORED);
    assertThat(callers.bob().run("get", "secret", "apitoken-key-refused-1").exit()).isZero();
    delete(callers.bob(), "/apitoken-key-refused-1").expectSuccess();
  }

  @Test
  void isRefusedForACollection() {
    create("apitoken-key-collected-1");

    Kubectl.Result result = delete(callers.carol(), "");

    assertThat(result.expectFailure()).contains(REFUSED);
    assertThat(result.out()).doesNotContain(STORED);
    delete(callers.bob(), "/apitoken-key-collected-1").expectSuccess();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?propagationPolicy=Background", "?gracePeriodSeconds=0"})
  void isAllowedWhereItDoesNot(String options) {
    create("apitoken-key-deleted-1");

    assertThat(delete(callers.carol(), "/apitoken-key-deleted-1" + options).expectSuccess())
        .contains("\"Success\"")
        .doesNotContain(STORED);
  }

  @Test
  void kubectlDeletesAsEver() {
    create("apitoken-key-kubectl-1");

    callers
        .carol()
        .run("delete", "secret", "apitoken-key-kubectl-1", "--wait=false")
        .expectSuccess();
  }

  /** As owners may, by the Role of their delivery Secret. */
  @ParameterizedTest
  @ValueSource(
      strings = {"?dryRun=All&propagationPolicy=Foreground", "?propagationPolicy=Foreground", ""})
  void whoMayReadItDeletesItAnyHow(String options) {
    create("apitoken-key-read-1");

    delete(callers.bob(), "/apitoken-key-read-1" + options).expectSuccess();
    callers
        .clusterAdmin()
        .run("delete", "secret", "apitoken-key-read-1", "--ignore-not-found")
        .expectSuccess();
  }

  @Test
  void everyOtherSecretIsEverybodysOwnBusiness() {
    callers
        .clusterAdmin()
        .runWithInput(secret("plain", "Opaque"), "create", "-f", "-")
        .expectSuccess();

    delete(callers.carol(), "/plain?dryRun=All").expectSuccess();
  }

  @Test
  void aNamespaceWithKeysGoes(LocalCluster cluster) {
    Callers going = Callers.in(cluster, "keys-going");
    going
        .operator()
        .runWithInput(secret("apitoken-key-gone-1", "kriten.io/api-token-key"), "create", "-f", "-")
        .expectSuccess();

    going.clusterAdmin().run("delete", "namespace", "keys-going", "--timeout=30s").expectSuccess();
  }

  private static void bind(String name, String user, String verbs) {
    callers
        .clusterAdmin()
        .run("create", "role", name, "--verb=" + verbs, "--resource=secrets")
        .expectSuccess();
    callers
        .clusterAdmin()
        .run("create", "rolebinding", name, "--role=" + name, "--user=" + user)
        .expectSuccess();
  }

  private static void create(String name) {
    callers
        .operator()
        .runWithInput(secret(name, "kriten.io/api-token-key"), "create", "-f", "-")
        .expectSuccess();
  }

  private static Kubectl.Result delete(Kubectl caller, String rest) {
    return caller.run(
        "delete", "--raw", "/api/v1/namespaces/" + callers.namespace() + "/secrets" + rest);
  }

  private static String secret(String name, String type) {
    return """
    apiVersion: v1
    kind: Secret
    metadata:
      name: %s
    type: %s
    stringData:
      key: %s
    """
        .formatted(name, type, CONTENT);
  }
}
