package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.kriten.apitoken.crds.ApiToken;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller of one namespace. Each namespace has its own, for JOSDK would share one item store
 * among the watches of several, and each relist of one would drop what the others hold.
 */
final class TokenController implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TokenController.class);

  private static final int FIRST_RETRY_MILLIS = 200;
  private static final int LAST_RETRY_MILLIS = 60_000;
  private static final double RETRY_FACTOR = 2;

  /**
   * A page of the first list, which is in memory as a whole, and more than once. What the admission
   * rules bound is some 0.7 MB of a token at worst (reckoned), and as much again when decoded.
   */
  private static final long PAGE = 50;

  /** A mint takes about four; who changes a token faster is judged a little later. */
  private static final int PASSES_A_PERIOD = 20;

  private static final Duration RATE_PERIOD = Duration.ofSeconds(2);

  private final TokenPass pass;
  private final Leadership leadership;
  private final TokenSecrets secrets;
  private final Wakeups wakeups = new Wakeups(this::judgeDeleting);
  private final ExecutorService deleting =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "apitoken-deleting");
            thread.setDaemon(true);
            return thread;
          });

  private TokenController(TokenSecrets secrets, TokenPass pass, Leadership leadership) {
    this.secrets = secrets;
    this.pass = pass;
    this.leadership = leadership;
  }

  static TokenController register(
      Operator sdk, String namespace, TokenPass pass, Leadership leadership) {
    TokenController controller = new TokenController(new TokenSecrets(namespace), pass, leadership);
    var unused =
        sdk.register(
            new TokenReconciler(pass, controller.secrets, controller.wakeups),
            settings -> configure(settings, namespace));
    return controller;
  }

  private static void configure(
      ControllerConfigurationOverrider<ApiToken> settings, String namespace) {
    settings
        .withName("apitokens." + namespace)
        .settingNamespace(namespace)
        .withInformerListLimit(PAGE)
        .withItemStore(new TransformingItemStore<>(TokenController::slim))
        .withGenerationAware(false)
        .withOnUpdateFilter(TokenController::matters)
        .withReconciliationMaxInterval(TokenReconciler.MAX_INTERVAL)
        .withRateLimiter(new LinearRateLimiter(RATE_PERIOD, PASSES_A_PERIOD))
        .withRetry(
            new GenericRetry()
                .setInitialInterval(FIRST_RETRY_MILLIS)
                .setIntervalMultiplier(RETRY_FACTOR)
                .setMaxInterval(LAST_RETRY_MILLIS)
                .withoutMaxAttempts());
  }

  /** A copy without labels, annotations and managed fields, which no decision rests on. */
  private static ApiToken slim(ApiToken token) {
    ApiToken kept = new ApiToken();
    kept.setMetadata(
        new ObjectMetaBuilder(token.getMetadata())
            .withLabels(null)
            .withAnnotations(null)
            .withManagedFields(List.of())
            .build());
    kept.setSpec(token.getSpec());
    kept.setStatus(token.getStatus());
    return kept;
  }

  /**
   * JOSDK's own filter would miss a token that was created anew while the watch was down. Who
   * writes to etcd moves no generation.
   */
  private static boolean matters(ApiToken now, ApiToken before) {
    return !Objects.equals(now.getMetadata().getUid(), before.getMetadata().getUid())
        || !Objects.equals(now.getSpec(), before.getSpec())
        || !Objects.equals(now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || !Objects.equals(
            now.getMetadata().getDeletionTimestamp(), before.getMetadata().getDeletionTimestamp());
  }

  /** Has every token looked at that may still wait for its key. */
  void wakeUnkeyed() {
    wakeups.wake(token -> !TokenFacts.hadKey(token));
  }

  void wakeAll() {
    wakeups.wake(token -> true);
  }

  Stream<ApiToken> tokens() {
    return wakeups.tokens();
  }

  /** The digest and delivery Secrets that the watch knows. */
  Stream<Secret> secrets() {
    return secrets.all();
  }

  /** The token is going: its condition is a courtesy, and the next change tries again. */
  private void judgeDeleting(ApiToken token) {
    if (leadership.leads()) {
      deleting.execute(() -> tryJudging(token));
    }
  }

  private void tryJudging(ApiToken token) {
    try {
      var unused = pass.run(token, List.of());
    } catch (KubernetesClientException | ConcurrentChangeException e) {
      log.debug("{} is gone before its condition: {}", TokenFacts.describe(token), e.getMessage());
    }
  }

  @Override
  public void close() {
    deleting.shutdownNow();
  }
}
