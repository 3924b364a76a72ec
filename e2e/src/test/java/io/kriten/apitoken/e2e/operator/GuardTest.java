package io.kriten.apitoken.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.operator.TokenOperator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No key is made unless the admission policies have judged the token. */
@OnOperatorCluster
class GuardTest {

  private OperatorCluster cluster;
  private Policies policies;

  static Stream<Arguments> alterations() {
    return Stream.of(
        alteration(
            "set to Audit", Policies.OWNER_BINDING, with("validationActions", List.of("Audit"))),
        alteration(
            "set to Audit as well",
            Policies.OWNER_BINDING,
            with("validationActions", List.of("Deny", "Audit"))),
        alteration(
            "narrowed to some namespaces",
            Policies.OWNER_BINDING,
            with(
                "matchResources",
                Map.of("namespaceSelector", Map.of("matchLabels", Map.of("guarded", "yes"))))),
        alteration("without its conditions", Policies.OWNER, with("matchConditions", List.of())),
        alteration("failing open", Policies.OWNER, with("failurePolicy", "Ignore")),
        alteration(
            "with a rule that lets all pass",
            Policies.OWNER,
            with("validations", List.of(Map.of("expression", "true")))),
        alteration("stamping never", Policies.STAMP, with("failurePolicy", "Ignore")),
        alteration(
            "letting others write Secrets",
            validating("Policy", "apitoken-secrets.kriten.io"),
            with("failurePolicy", "Ignore")),
        alteration(
            "only writing down who writes Secrets",
            validating("PolicyBinding", "apitoken-secrets.kriten.io"),
            with("validationActions", List.of("Audit"))),
        alteration(
            "without limits",
            validating("Policy", "apitoken-limits.kriten.io"),
            with("validations", List.of(Map.of("expression", "true")))),
        alteration(
            "only writing down who passes the limits",
            validating("PolicyBinding", "apitoken-limits.kriten.io"),
            with("validationActions", List.of("Audit"))));
  }

  private static Policies.Key validating(String what, String name) {
    return new Policies.Key("ValidatingAdmission" + what, name);
  }

  @BeforeEach
  void take(OperatorCluster cluster) {
    this.cluster = cluster;
    this.policies = new Policies(cluster.admin());
  }

  @AfterEach
  void putBack() {
    policies.restore();
  }

  @AfterAll
  static void leaveTheClusterCovered(OperatorCluster cluster) {
    new Policies(cluster.admin()).awaitInForce();
  }

  @Test
  void noKeyIsMadeWhileOneOfThemIsAbsent() {
    cluster.operator();
    Policies.all()
        .forEach(
            key -> {
              policies.delete(key);
              TokenProbe token = create("absent-" + key.hashCode()).awaitReady("GuardMissing");

              assertThat(token.message())
                  .endsWith("There is no " + key.kind() + " " + key.name() + ".");
              assertThatNothingWasMade(token);
              policies.restore();
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("alterations")
  void noKeyIsMadeWhileOneOfThemIs(
      String what, Policies.Key key, UnaryOperator<Map<String, Object>> change) {
    policies.alter(key, change);
    cluster.operator();

    TokenProbe token = create("altered").awaitReady("GuardMissing");

    assertThat(token.message())
        .endsWith(key.kind() + " " + key.name() + " is not the one of this version.");
    assertThatNothingWasMade(token);
  }

  /** Who names another as the owner while nobody looks gets no key when somebody looks again. */
  @Test
  void aTokenYoungerThanItsPoliciesNeverGetsAKey() throws Exception {
    TokenOperator operator = cluster.operator();
    policies.delete(Policies.OWNER_BINDING);
    TokenProbe stolen = steal();
    stolen.awaitReady("GuardMissing");
    awaitGauge(operator, 0);

    policies.restore();
    awaitGauge(operator, 1);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(stolen.message()).contains("it never gets a key"));
    stolen.awaitReady("GuardMissing");
    assertThatNothingWasMade(stolen);
    policies.awaitInForce();
    create("honest").awaitReady("Active");
    assertThatNothingWasMade(stolen);
  }

  /** What was altered and put back is as young as its last change. */
  @Test
  void aTokenMadeDuringAnAlterationNeverGetsAKey() throws Exception {
    policies.awaitInForce();
    policies.alter(Policies.OWNER_BINDING, with("validationActions", List.of("Audit")));
    TokenProbe stolen = steal();
    policies.putBack(Policies.OWNER_BINDING);

    TokenOperator operator = cluster.operator();
    awaitGauge(operator, 1);

    stolen.awaitReady("GuardMissing");
    assertThat(stolen.message()).contains("it never gets a key");
    assertThatNothingWasMade(stolen);
  }

  @Test
  void aKeyThatIsThereStaysWithoutThem() {
    policies.awaitInForce();
    cluster.operator();
    TokenProbe token = create("before").awaitReady("Active");
    cluster.stopAll();
    policies.delete(Policies.OWNER);

    cluster.operator();
    create("after").awaitReady("GuardMissing");

    token.awaitReady("Active").assertThatTheOneKeyWaits();
  }

  /** Names its owner itself: without the mutating policy nobody stamps one. */
  private TokenProbe create(String name) {
    return cluster.create(
        "alice",
        name,
        Map.of("owner", Map.of("username", "alice", "uid", cluster.local().user("alice").uid())));
  }

  /** Succeeds once the API server has learned that nobody looks. */
  private TokenProbe steal() {
    return await()
        .atMost(Duration.ofSeconds(30))
        .ignoreException(KubernetesClientException.class)
        .until(
            () -> cluster.create("alice", "stolen", Map.of("owner", Map.of("username", "admin"))),
            stolen -> true);
  }

  private static void assertThatNothingWasMade(TokenProbe token) {
    assertThat(token.secrets(Labels.KEY_TYPE)).isEmpty();
    assertThat(token.secrets(Labels.DIGEST_TYPE)).isEmpty();
    assertThat(token.roles()).isEmpty();
    assertThat(token.bindings()).isEmpty();
  }

  private static void awaitGauge(TokenOperator operator, int value) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> metrics(operator).contains("\napitoken_guard_in_force " + value + ".0\n"));
  }

  private static String metrics(TokenOperator operator) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + operator.httpPort() + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static Arguments alteration(
      String what, Policies.Key key, UnaryOperator<Map<String, Object>> change) {
    return Arguments.of(what, key, change);
  }

  private static UnaryOperator<Map<String, Object>> with(String field, Object value) {
    return spec -> {
      Map<String, Object> changed = new HashMap<>(spec);
      changed.put(field, value);
      return changed;
    };
  }
}
