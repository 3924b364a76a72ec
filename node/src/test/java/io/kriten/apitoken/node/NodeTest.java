package io.kriten.apitoken.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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
  private static final Applied APPLIED = new Applied(ADMIN, ALICE);
  private static final String BEARER = NODE.bearer("alice");
  private static final Keys KEYS = new Keys();

  private static KubernetesClient client;
  private static Pods facades;
  private static Pods operators;
  private static Gateway gateway;
  private static Rest rest;
  private static Token byKubectl;
  private static Token byRest;

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
  void installsIntoARestrictedNamespaceWithTheFacadesApart()
      throws IOException, InterruptedException {
    ADMIN.run("create", "namespace", Node.RELEASE_NAMESPACE);
    ADMIN.run(
        "label",
        "namespace/" + Node.RELEASE_NAMESPACE,
        "pod-security.kubernetes.io/enforce=restricted");
    RELEASE.install();
    assertThat(operators.ready()).hasSize(2);
    facades.expectOn("node1", "node2");
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
    APPLIED.apply("by-kubectl");
    byKubectl = APPLIED.ready("by-kubectl");
    assertThat(byKubectl.key()).matches("kri_[0-9A-Za-z]{36}");
    KEYS.add(byKubectl);
  }

  @Test
  @Order(3)
  void alicesFirstKeyByRestThroughTheService() throws IOException, InterruptedException {
    byRest = rest.create(BEARER);
    assertThat(byRest.key()).matches("kri_[0-9A-Za-z]{36}");
    KEYS.add(byRest);
  }

  @Test
  @Order(4)
  void keysPassTheGatewayUntilTheyAreDisabled() throws IOException, InterruptedException {
    KEYS.expectGood(gateway.url());
    APPLIED.enable("by-kubectl", false);
    awaitAnswer(401);
    assertThat(Rest.show(gateway.url(), byRest.key()).statusCode()).isEqualTo(200);
    APPLIED.enable("by-kubectl", true);
    awaitAnswer(200);
  }

  private static void awaitAnswer(int status) {
    await()
        .atMost(Duration.ofSeconds(2))
        .until(() -> Rest.show(gateway.url(), byKubectl.key()).statusCode() == status);
  }

  @Test
  @Order(5)
  void tokensFitIntoTheMemoryThatTheChartAsksFor() throws Exception {
    KEYS.addAll(rest.createMany(BEARER, TOKENS));
    expectMemoryIsEnough("when they were made");
    KEYS.expectGood(gateway.url());
  }

  private static void expectMemoryIsEnough(String when) throws IOException {
    facades.expectMemoryIsEnough("%,d tokens, %s".formatted(TOKENS, when));
    operators.expectMemoryIsEnough("%,d tokens, %s".formatted(TOKENS, when));
  }

  @Test
  @Order(6)
  void aRollingUpgradeFailsNoVerificationAndLosesNoToken()
      throws IOException, InterruptedException {
    Loads.rehearse(rest.auth(), byKubectl.key());
    List<Pod> before = facades.living();
    try (Loads loads = Loads.start(rest.auth(), gateway.url(), byKubectl.key());
        Creations creations = Creations.start(rest, BEARER)) {
      RELEASE.upgrade(Map.of("image.tag", "next"));
      await().atMost(PATIENCE).until(() -> gone(before));
      loads.expectNoFailure("rolling upgrade");
      KEYS.addAll(creations.stop("rolling upgrade"));
    }
    facades.expectOn("node1", "node2");
    // These have read all tokens at their start.
    expectMemoryIsEnough("after an upgrade");
    KEYS.expectGood(gateway.url());
  }

  private static boolean gone(List<Pod> pods) {
    return pods.stream().allMatch(pod -> client.resource(pod).get() == null);
  }

  @Test
  @Order(7)
  void killingEachFacadeFailsNoVerificationThatIsAskedAgainAndLosesNoToken()
      throws IOException, InterruptedException {
    for (Pod pod : facades.ready()) {
      try (Loads loads = Loads.startRetrying(rest.auth(), gateway.url(), byKubectl.key());
          Creations creations = Creations.start(rest, BEARER)) {
        facades.kill(pod);
        facades.awaitRestart(pod, PATIENCE);
        String during = "kill -9 of " + pod.getMetadata().getName();
        loads.expectNoFailure(during);
        KEYS.addAll(creations.stopAfterFailures(during));
      }
    }
    KEYS.expectGood(gateway.url());
  }

  @Test
  @Order(8)
  void killingAnOperatorThatStandsByChangesNothing() throws IOException, InterruptedException {
    Leader leader = new Leader(client);
    String before = leader.name();
    Pod standby = leader.standby();
    try (Loads loads = Loads.start(rest.auth(), gateway.url(), byKubectl.key());
        Creations creations = Creations.start(rest, BEARER)) {
      APPLIED.apply("beside-the-standby");
      operators.kill(standby);
      operators.awaitRestart(standby, PATIENCE);
      KEYS.add(APPLIED.ready("beside-the-standby"));
      assertThat(leader.name()).isEqualTo(before);
      loads.expectNoFailure("kill -9 of the operator that stands by");
      KEYS.addAll(creations.stop("kill -9 of the operator that stands by"));
    }
    KEYS.expectGood(gateway.url());
  }

  @Test
  @Order(9)
  void theSuccessorOfAKilledOperatorLeadsWithin15Seconds()
      throws InterruptedException, IOException {
    Leader leader = new Leader(client);
    String before = leader.name();
    Pod leading = leader.pod();
    try (Loads loads = Loads.start(rest.auth(), gateway.url(), byKubectl.key());
        Creations creations = Creations.start(rest, BEARER)) {
      APPLIED.apply("under-two-leaders");
      Instant killed = Instant.now();
      operators.kill(leading);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> !leader.name().isEmpty() && !leader.name().equals(before));
      Duration took = Duration.between(killed, Instant.now());
      System.out.printf("kill -9 of the operator: the next leads after %d ms%n", took.toMillis());
      assertThat(took).isLessThan(Duration.ofSeconds(15));
      operators.awaitRestart(leading, PATIENCE);
      KEYS.add(APPLIED.ready("under-two-leaders"));
      loads.expectNoFailure("kill -9 of the operator");
      KEYS.addAll(creations.stop("kill -9 of the operator"));
    }
    KEYS.expectGood(gateway.url());
  }

  @Test
  @Order(10)
  void aDrainedNodeFailsNoVerificationAndLosesNoToken() throws IOException, InterruptedException {
    try (Loads loads = Loads.start(rest.auth(), gateway.url(), byKubectl.key());
        Creations creations = Creations.start(rest, BEARER)) {
      ADMIN.run(
          "drain", "node1", "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=120s");
      await().atMost(PATIENCE).until(() -> facades.ready().size() == 2);
      await().atMost(PATIENCE).until(() -> operators.ready().size() == 2);
      loads.expectNoFailure("drain of node1");
      KEYS.addAll(creations.stop("drain of node1"));
    }
    facades.expectOn("node2", "node2");
    ADMIN.run("uncordon", "node1");
    KEYS.expectGood(gateway.url());
  }

  @Test
  @Order(11)
  void everyKeyIsGoodAfterUninstallAndReinstall() throws IOException, InterruptedException {
    RELEASE.uninstall();
    await().atMost(PATIENCE).until(() -> facades.living().isEmpty());
    RELEASE.install();
    connectToService();
    KEYS.add(rest.create(BEARER));
    KEYS.expectAllAmong(rest.ids(BEARER));
    KEYS.expectGood(gateway.url());
  }
}
