package io.kriten.apitoken.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A life of the installation with real pods, from the first to the last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int TOKENS = Integer.getInteger("node.tokens");
  private static final Node NODE = Node.ofThisRun();
  private static final Kubectl ADMIN = new Kubectl(NODE, "admin");
  private static final Kubectl ALICE = new Kubectl(NODE, "alice");
  private static final Release RELEASE =
      new Release(
          NODE,
          Map.of(
              "rbac.users[0].kind", "User",
              "rbac.users[0].name", "alice",
              "api.limits.requests.perSecond", 0));
  private static final List<String> KEYS = new ArrayList<>();

  private static KubernetesClient client;
  private static Pods facades;
  private static Pods operators;
  private static Gateway gateway;
  private static Rest rest;

  @BeforeAll
  static void connect() {
    client = NODE.admin();
    facades = new Pods(client, "api");
    operators = new Pods(client, "operator");
  }

  @AfterAll
  static void end() {
    if (gateway != null) {
      gateway.close();
    }
    client.close();
  }

  @Test
  @Order(1)
  void installsIntoARestrictedNamespaceWithTheFacadesApart() throws IOException {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(Node.RELEASE_NAMESPACE)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    RELEASE.install();
    assertThat(operators.ready()).hasSize(2);
    assertThat(facades.ready().stream().map(pod -> pod.getSpec().getNodeName()))
        .containsExactlyInAnyOrder("node1", "node2");
    RELEASE.test();
    connectToService();
  }

  private static void connectToService() throws IOException {
    Front front = Front.of(client);
    NODE.resolve(Front.HOST, front.address());
    Trust.only(front.authority());
    rest = new Rest(Front.URL);
    if (gateway != null) {
      gateway.close();
    }
    gateway = Gateway.start(NODE.directory().resolve("nginx"), front);
  }

  @Test
  @Order(2)
  void alicesFirstKeyByKubectl() throws IOException, InterruptedException {
    ALICE.runWithInput(
        """
        apiVersion: kriten.io/v1alpha1
        kind: ApiToken
        metadata:
          name: by-kubectl
          namespace: apitokens
        spec:
          description: by kubectl
        """,
        "apply",
        "-f",
        "-");
    ADMIN.run(
        "-n", Node.TOKENS, "wait", "apitoken/by-kubectl", "--for=condition=Ready", "--timeout=30s");
    String key = ALICE.deliveredKey("by-kubectl");
    assertThat(key).matches("kri_[0-9A-Za-z]{36}");
    KEYS.add(key);
  }

  @Test
  @Order(3)
  void alicesFirstKeyByRestThroughTheService() throws IOException, InterruptedException {
    JsonNode made = rest.create(NODE.bearer("alice"), "{\"description\": \"by REST\"}");
    assertThat(made.path("key").asText()).as("%s", made.path("error")).startsWith("kri_");
    KEYS.add(made.path("key").asText());
  }

  @Test
  @Order(4)
  void keysPassTheGatewayUntilTheyAreDisabled() throws IOException, InterruptedException {
    expectAllGood();
    enable(false);
    await()
        .atMost(Duration.ofSeconds(2))
        .until(() -> Rest.show(gateway.url(), KEYS.get(0)).statusCode() == 401);
    assertThat(Rest.show(gateway.url(), KEYS.get(1)).statusCode()).isEqualTo(200);
    enable(true);
    await()
        .atMost(Duration.ofSeconds(2))
        .until(() -> Rest.show(gateway.url(), KEYS.get(0)).statusCode() == 200);
  }

  private static void enable(boolean enabled) throws IOException, InterruptedException {
    String patch = "{\"spec\":{\"enabled\":" + enabled + "}}";
    ALICE.run(
        "-n", Node.TOKENS, "patch", "apitoken/by-kubectl", "--type=merge", "--patch=" + patch);
  }

  private static void expectAllGood() throws IOException, InterruptedException {
    assertThat(KEYS).hasSize(2);
    for (String key : KEYS) {
      var answer = Rest.show(gateway.url(), key);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("hello alice");
    }
  }

  @Test
  @Order(5)
  void tokensFitIntoTheMemoryThatTheChartAsksFor() throws IOException, InterruptedException {
    rest.createMany(NODE.bearer("alice"), TOKENS);
    expectMemoryIsEnough("when they were made");
    expectAllGood();
  }

  private static void expectMemoryIsEnough(String when) throws IOException {
    for (Pods pods : List.of(facades, operators)) {
      for (Pod pod : pods.ready()) {
        System.out.printf(
            "%,d tokens, %s: %s had at most %d MiB%n",
            TOKENS, when, pod.getMetadata().getName(), pods.peakMemory(pod));
        assertThat(pods.restarts(pod)).as(pod.getMetadata().getName()).isZero();
        assertThat(pods.peakMemory(pod)).isLessThanOrEqualTo(256);
      }
    }
  }

  @Test
  @Order(6)
  void aRollingUpgradeFailsNoVerification() throws IOException, InterruptedException {
    Loads.rehearse(rest.auth(), KEYS.get(0));
    List<Pod> before = facades.living();
    try (Loads loads = Loads.start(rest.auth(), gateway.url(), KEYS.get(0))) {
      RELEASE.upgrade(Map.of("image.tag", "next"));
      await().atMost(PATIENCE).until(() -> gone(before));
      loads.expectNoFailure("rolling upgrade");
    }
    // These have read all tokens at their start.
    expectMemoryIsEnough("after an upgrade");
    expectAllGood();
  }

  private static boolean gone(List<Pod> pods) {
    return pods.stream().allMatch(pod -> client.resource(pod).get() == null);
  }

  @Test
  @Order(7)
  void killingEachFacadeFailsNoVerificationThatIsAskedAgain()
      throws IOException, InterruptedException {
    for (Pod pod : facades.ready()) {
      try (Load load = Load.start(Load.Manner.RETRYING, rest.auth(), KEYS.get(0))) {
        await().until(() -> load.outcome().answered() > 40);
        facades.kill(pod);
        await().atMost(PATIENCE).until(() -> facades.restarts(pod) > 0);
        await().atMost(PATIENCE).until(() -> facades.ready().size() == 2);
        Outcome outcome = load.stop();
        Loads.report("kill -9 of " + pod.getMetadata().getName(), load, outcome);
        assertThat(outcome.failures().stream().limit(10)).isEmpty();
      }
    }
    expectAllGood();
  }

  @Test
  @Order(8)
  void theSuccessorOfAKilledOperatorLeadsWithin15Seconds()
      throws InterruptedException, IOException {
    Leader leader = new Leader(client);
    String before = leader.name();
    try (Loads loads = Loads.start(rest.auth(), gateway.url(), KEYS.get(0))) {
      Instant killed = Instant.now();
      operators.kill(leader.pod());
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> !leader.name().isEmpty() && !leader.name().equals(before));
      Duration took = Duration.between(killed, Instant.now());
      System.out.printf("kill -9 of the operator: the next leads after %d ms%n", took.toMillis());
      assertThat(took).isLessThan(Duration.ofSeconds(15));
      loads.expectNoFailure("kill -9 of the operator");
    }
  }

  @Test
  @Order(9)
  void aDrainedNodeFailsNoVerification() throws IOException, InterruptedException {
    try (Loads loads = Loads.start(rest.auth(), gateway.url(), KEYS.get(0))) {
      ADMIN.run("drain", "node1", "--delete-emptydir-data", "--timeout=120s");
      await().atMost(PATIENCE).until(() -> facades.ready().size() == 2);
      await().atMost(PATIENCE).until(() -> operators.ready().size() == 2);
      loads.expectNoFailure("drain of node1");
    }
    assertThat(facades.ready()).allMatch(pod -> "node2".equals(pod.getSpec().getNodeName()));
    ADMIN.run("uncordon", "node1");
    expectAllGood();
  }

  @Test
  @Order(10)
  void everyKeyIsGoodAfterUninstallAndReinstall() throws IOException, InterruptedException {
    RELEASE.uninstall();
    await().atMost(PATIENCE).until(() -> facades.living().isEmpty());
    RELEASE.install();
    connectToService();
    expectAllGood();
    JsonNode made = rest.create(NODE.bearer("alice"), "{}");
    assertThat(Rest.show(gateway.url(), made.path("key").asText()).statusCode()).isEqualTo(200);
  }
}
