package io.kriten.apitoken.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.api.kube.Workers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Asks the API server who a bearer is (authentication.k8s.io/v1 TokenReview). Good answers are
 * remembered for a minute, bad ones for two seconds, both by the bearer's SHA-256 and never by the
 * bearer; the same bearer is asked about only once at a time.
 */
final class TokenReviews {

  private static final long GOOD_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long BAD_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long MAX_REMEMBERED = 10_000;

  private final Vertx vertx;
  private final KubernetesClient client;
  private final Workers workers;
  private final List<String> audiences;
  private final AsyncCache<String, Optional<Caller>> answers;

  /**
   * @param audiences which audiences a bearer must be for; empty means the API server's own
   */
  TokenReviews(Vertx vertx, KubernetesClient client, Workers workers, List<String> audiences) {
    this.vertx = vertx;
    this.client = client;
    this.workers = workers;
    this.audiences = audiences;
    this.answers =
        Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfter(
                Expiry.creating(
                    (String bearer, Optional<Caller> caller) ->
                        Duration.ofNanos(caller.isPresent() ? GOOD_NANOS : BAD_NANOS)))
            .executor((Executor) Runnable::run)
            .buildAsync();
  }

  /** Who the bearer is; empty when the API server does not accept it. */
  Future<Optional<Caller>> review(String bearer) {
    return Future.fromCompletionStage(
        answers.get(
            sha256(bearer),
            (hash, executor) ->
                workers.run(() -> ask(bearer)).toCompletionStage().toCompletableFuture()),
        vertx.getOrCreateContext());
  }

  private Optional<Caller> ask(String bearer) {
    TokenReview question =
        new TokenReviewBuilder()
            .withNewSpec()
            .withToken(bearer)
            .withAudiences(audiences)
            .endSpec()
            .build();
    TokenReviewStatus answer = client.tokenReviews().create(question).getStatus();
    boolean good = Boolean.TRUE.equals(answer.getAuthenticated()) && isForUs(answer);
    return good ? Optional.of(caller(answer.getUser())) : Optional.empty();
  }

  /** A server that does not know of audiences returns none; its word counts for its own only. */
  private boolean isForUs(TokenReviewStatus answer) {
    return audiences.isEmpty() || !Collections.disjoint(audiences, answer.getAudiences());
  }

  private static Caller caller(UserInfo user) {
    Set<String> groups = new LinkedHashSet<>(user.getGroups());
    groups.add(Caller.AUTHENTICATED);
    return new Caller(
        user.getUsername(),
        Objects.requireNonNullElse(user.getUid(), ""),
        groups,
        user.getExtra() == null ? Map.of() : Map.copyOf(user.getExtra()),
        null);
  }

  private static String sha256(String bearer) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(bearer.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
