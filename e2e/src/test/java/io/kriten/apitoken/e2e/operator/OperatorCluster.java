package io.kriten.apitoken.e2e.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.e2e.AuditTrail;
import io.kriten.apitoken.e2e.MadeKeys;
import io.kriten.apitoken.e2e.leak.Traces;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import io.kriten.apitoken.operator.OperatorSettings;
import io.kriten.apitoken.operator.TokenOperator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A cluster of its own for tests that start and kill operators, and break the installation: nothing
 * but their operators works on its tokens.
 */
final class OperatorCluster implements AutoCloseable {

  static final String TOKENS = LocalSettings.TOKENS_NAMESPACE;
  static final String RELEASE = LocalSettings.RELEASE_NAMESPACE;
  static final String OPERATOR_ACCOUNT = "system:serviceaccount:" + RELEASE + ":apitoken-operator";
  static final String FACADE_ACCOUNT = "system:serviceaccount:" + RELEASE + ":apitoken-api";

  /** A fifth of the usual, for tests wait for it again and again. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Path CHART = Path.of("..", "helm", "apitoken");
  private static final long BEARER_SECONDS = 3600;

  private final LocalCluster local;
  private final Set<TokenOperator> operators = new HashSet<>();
  private final Deque<Runnable> running = new ArrayDeque<>();

  private OperatorCluster(LocalCluster local) {
    this.local = local;
  }

  static OperatorCluster start(Path directory) {
    LocalCluster local =
        LocalCluster.start(LocalSettings.forTests(directory, CHART, AuditTrail.into(directory)));
    local.stopFacade();
    local.stopOperator();
    MadeKeys.watch(local.adminClient());
    return new OperatorCluster(local);
  }

  LocalCluster local() {
    return local;
  }

  KubernetesClient admin() {
    return local.adminClient();
  }

  KubernetesClient as(String user) {
    return local.client(user);
  }

  static OperatorSettings settings(Duration retention, boolean leaderElection) {
    return new OperatorSettings(
        RELEASE,
        List.of(TOKENS),
        OPERATOR_ACCOUNT,
        FACADE_ACCOUNT,
        false,
        retention,
        leaderElection,
        0);
  }

  /** Starts an operator under the chart's own account. */
  TokenOperator operator() {
    return operator(Clock.systemUTC());
  }

  /** Starts one that believes in another time. */
  TokenOperator operatorAfter(Duration later) {
    return operator(Clock.offset(Clock.systemUTC(), later));
  }

  private TokenOperator operator(Clock clock) {
    return operator(settings(Duration.ZERO, false), clock, operatorClient());
  }

  TokenOperator operator(OperatorSettings settings, Clock clock, KubernetesClient client) {
    TokenOperator operator = new TokenOperator(client, settings, clock, LOOK);
    operators.add(operator);
    running.push(() -> stop(operator));
    operator.start();
    return operator;
  }

  /** Ends an operator, unless it has ended; its metrics stay for the search for keys. */
  void stop(TokenOperator operator) {
    if (operators.remove(operator)) {
      Traces.keepMetrics(
          URI.create("http://127.0.0.1:" + operator.httpPort() + "/metrics"),
          "operator-" + UUID.randomUUID());
      operator.close();
    }
  }

  /** A client under the operator's account. */
  KubernetesClient operatorClient() {
    return operatorClient(Config.DEFAULT_REQUEST_RETRY_BACKOFFLIMIT);
  }

  /** A client under the operator's account through interceptors, which tries nothing twice. */
  KubernetesClient interceptedClient(Interceptor interceptor) {
    return operatorClient(0, interceptor);
  }

  private KubernetesClient operatorClient(int retries, Interceptor... interceptors) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(local.controlPlane().url().toString())
            .withCaCertFile(local.controlPlane().authority().toString())
            .withOauthToken(bearer("apitoken-operator"))
            .withRequestRetryBackoffLimit(retries)
            .build();
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientBuilderConsumer(
                http -> {
                  for (Interceptor interceptor : interceptors) {
                    http.addOrReplaceInterceptor("test", interceptor);
                  }
                })
            .build();
    running.push(client::close);
    return client;
  }

  private String bearer(String account) {
    return admin()
        .serviceAccounts()
        .inNamespace(RELEASE)
        .withName(account)
        .tokenRequest(
            new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(BEARER_SECONDS)
                .endSpec()
                .build())
        .getStatus()
        .getToken();
  }

  /** Creates a token as a user does whose manifest names no owner. */
  TokenProbe create(String user, String name, Map<String, Object> spec) {
    return create(as(user), name, spec);
  }

  /** Creates a token as a facade does that hands the key over itself. */
  TokenProbe createForResponse(String owner, String name) {
    return create(
        admin(),
        name,
        Map.of("owner", Map.of("username", owner), "delivery", Map.of("mode", "Response")));
  }

  private TokenProbe create(KubernetesClient client, String name, Map<String, Object> spec) {
    GenericKubernetesResource manifest =
        new GenericKubernetesResourceBuilder()
            .withApiVersion(ApiToken.API_VERSION)
            .withKind(ApiToken.KIND)
            .withNewMetadata()
            .withNamespace(TOKENS)
            .withName(name)
            .endMetadata()
            .addToAdditionalProperties("spec", spec)
            .build();
    String uid = client.resource(manifest).create().getMetadata().getUid();
    return new TokenProbe(admin(), name, uid);
  }

  TokenProbe create(String user, String name) {
    return create(user, name, Map.of());
  }

  /** Ends the test's operators and clients, the youngest first. */
  void stopAll() {
    while (!running.isEmpty()) {
      running.pop().run();
    }
  }

  @Override
  public void close() {
    stopAll();
    local.close();
  }
}
