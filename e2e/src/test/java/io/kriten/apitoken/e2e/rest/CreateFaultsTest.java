package io.kriten.apitoken.e2e.rest;

import static io.kriten.apitoken.e2e.Rest.RUNNERS;
import static io.kriten.apitoken.e2e.Rest.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kriten.apitoken.api.Facade;
import io.kriten.apitoken.api.FacadeSettings;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.Rest.Reply;
import io.kriten.apitoken.e2e.rest.FaultyProxy.Fault;
import io.kriten.apitoken.e2e.rest.FaultyProxy.Kind;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import io.kriten.apitoken.local.SampleApi;
import io.kriten.apitoken.operator.OperatorSettings;
import io.kriten.apitoken.operator.TokenOperator;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Creation with each of its calls failing in turn, before and after it reached the API server, once
 * and for good: whoever is told yes has a key that works, whoever is told no is told 503, and no
 * half is left once the grace is over.
 */
@ExtendWith(ClusterExtension.class)
class CreateFaultsTest {

  private static final String NAMESPACE = LocalSettings.TOKENS_NAMESPACE;

  /** Two writes, and up to two tries or looks after each. */
  private static final int CALLS = 6;

  /** The garbage collector learns of a new CRD only every 30 s. */
  private static final Duration COLLECTED_WITHIN = Duration.ofSeconds(90);

  private static final Duration PAST_THE_GRACE = Duration.ofMinutes(11);

  private final LocalCluster cluster;
  private FaultyProxy proxy;
  private KubernetesClient client;
  private Facade facade;
  private Rest alice;

  CreateFaultsTest(LocalCluster cluster) {
    this.cluster = cluster;
  }

  static Stream<Fault> faults() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of(true, false).map(lasting -> new Fault(1, kind, lasting)))
        .flatMap(
            fault ->
                Stream.iterate(1, call -> call <= CALLS, call -> call + 1)
                    .map(call -> new Fault(call, fault.kind(), fault.lasting())));
  }

  @BeforeEach
  void start() {
    proxy = new FaultyProxy(cluster.controlPlane().url(), cluster.controlPlane().authority());
    String bearer =
        cluster
            .adminClient()
            .serviceAccounts()
            .inNamespace(LocalSettings.RELEASE_NAMESPACE)
            .withName("apitoken-api")
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl(proxy.url().toString())
                    .withOauthToken(bearer)
                    .withOnlyHttpWatches(true)
                    .build())
            .build();
    facade =
        new Facade(
            client,
            new FacadeSettings(
                LocalSettings.RELEASE_NAMESPACE,
                List.of(NAMESPACE),
                "127.0.0.1",
                0,
                -1,
                List.of(),
                Duration.ofHours(1),
                false,
                List.of()),
            Clock.systemUTC(),
            List.of(new SampleApi()));
    facade.start();
    alice = Rest.as(cluster, "alice").at(URI.create("http://127.0.0.1:" + facade.port()));
    await().until(() -> alice.get("/readyz").status() == 200);
    // From here on, bearer and rights are remembered, and only the two writes need the API server.
    Reply first = alice.made("{}");
    alice.delete(TOKENS + "/" + first.field("id"));
  }

  @AfterEach
  void stop() {
    facade.close();
    client.close();
    proxy.close();
  }

  private List<ApiToken> tokens() {
    return cluster.adminClient().resources(ApiToken.class).inNamespace(NAMESPACE).list().getItems();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void neverLeavesAUsableHalf(Fault fault) {
    String description = fault.toString();
    proxy.plan(fault);
    Reply reply = alice.post(TOKENS, "{\"description\":\"" + description + "\"}");
    proxy.heal();
    List<ApiToken> made =
        tokens().stream().filter(t -> description.equals(t.getSpec().description())).toList();
    if (reply.status() == 200) {
      assertThat(made).hasSize(1);
      assertThat(made.get(0).getMetadata().getUid()).isEqualTo(reply.field("id"));
      String key = reply.field("key");
      assertThat(Rest.byKey(cluster, key).get(RUNNERS).status()).isEqualTo(200);
      assertThat(alice.with("Token", key).get(RUNNERS).status()).isEqualTo(200);
      assertThat(digests().filter(digest -> isOf(made.get(0), digest))).hasSize(1);
      alice.delete(TOKENS + "/" + reply.field("id"));
    } else {
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("Retry-After")).isNotEmpty();
      assertThat(reply.error()).doesNotContain("127.0.0.1", "Exception", "500");
      assertThat(made).hasSizeLessThanOrEqualTo(1);
      assertNothingIsLeft(description);
    }
    assertThat(tokens()).noneMatch(t -> description.equals(t.getSpec().description()));
  }

  /** The process dies with the call that fails; after the restart its client tries again. */
  @ParameterizedTest
  @MethodSource("deaths")
  void aDeathLeavesNoHalf(Fault fault) {
    String description = "death " + fault;
    String body = "{\"description\":\"" + description + "\"}";
    proxy.plan(fault);
    assertThat(alice.post(TOKENS, body).status()).isEqualTo(503);
    facade.close();
    proxy.heal();
    assertNoHalfIsLeft();
    Reply again = Rest.as(cluster, "alice").made(body);
    assertThat(Rest.byKey(cluster, again.field("key")).get(RUNNERS).status()).isEqualTo(200);
    tokens().stream()
        .filter(t -> description.equals(t.getSpec().description()))
        .forEach(
            t ->
                assertThat(
                        Rest.as(cluster, "alice")
                            .delete(TOKENS + "/" + t.getMetadata().getUid())
                            .status())
                    .isEqualTo(200));
  }

  static Stream<Fault> deaths() {
    return faults().filter(fault -> fault.lasting() && fault.call() <= 2);
  }

  private boolean isHalf(ApiToken token) {
    String digest = Names.digestSecret(token.getMetadata().getUid(), token.getSpec().serial());
    return cluster.adminClient().secrets().inNamespace(NAMESPACE).withName(digest).get() == null;
  }

  private Stream<Secret> digests() {
    return cluster
        .adminClient()
        .secrets()
        .inNamespace(NAMESPACE)
        .withField("type", Labels.DIGEST_TYPE)
        .list()
        .getItems()
        .stream();
  }

  private static boolean isOf(ApiToken token, Secret digest) {
    return DigestSecrets.tokenUid(digest).equals(Optional.of(token.getMetadata().getUid()));
  }

  private boolean everyDigestHasItsToken() {
    List<Secret> digests = digests().toList();
    List<ApiToken> tokens = tokens();
    return digests.stream()
        .allMatch(digest -> tokens.stream().anyMatch(token -> isOf(token, digest)));
  }

  private void assertNoHalfIsLeft() {
    afterTheGrace(() -> tokens().stream().noneMatch(this::isHalf));
  }

  /** What the facade itself could not take back goes with the operator's grace. */
  private void assertNothingIsLeft(String description) {
    afterTheGrace(
        () -> tokens().stream().noneMatch(t -> description.equals(t.getSpec().description())));
  }

  private void afterTheGrace(Callable<Boolean> condition) {
    cluster.stopOperator();
    OperatorSettings settings =
        new OperatorSettings(
            LocalSettings.RELEASE_NAMESPACE,
            List.of(NAMESPACE),
            "system:serviceaccount:apitoken-system:apitoken-operator",
            "system:serviceaccount:apitoken-system:apitoken-api",
            false,
            Duration.ZERO,
            false,
            -1);
    Clock later = Clock.offset(Clock.systemUTC(), PAST_THE_GRACE);
    try (TokenOperator operator = new TokenOperator(cluster.operatorClient(), settings, later)) {
      operator.start();
      await().atMost(COLLECTED_WITHIN).until(() -> condition.call() && everyDigestHasItsToken());
    } finally {
      cluster.startOperator();
    }
  }
}
