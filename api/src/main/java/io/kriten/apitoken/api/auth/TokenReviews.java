package io.kriten.apitoken.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.kriten.apitoken.api.kube.SharedAnswers;
import io.kriten.apitoken.api.kube.Workers;
import io.kriten.apitoken.api.limits.Shares;
import io.kriten.apitoken.crds.Labels;
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
import java.util.function.UnaryOperator;

/**
 * Asks the API server who a bearer is (authentication.k8s.io/v1 TokenReview). Good answers are
 * remembered for a minute, bad ones for two seconds, both by the bearer's SHA-256 and never by the
 * bearer; the same bearer is asked about only once at a time.
 */
final class TokenReviews {

  private static final Duration GOOD_FOR = Duration.ofSeconds(60);
  private static final Duration BAD_FOR = Duration.ofSeconds(2);
  private static final long MAX_REMEMBERED = 10_000;

  private final UnaryOperator<TokenReview> apiServer;
  private final Workers workers;
  private final Shares shares;
  private final List<String> audiences;
  private final SharedAnswers<String, Optional<Caller>> answers;

  /**
   * @param apiServer answers a TokenReview; blocks
   * @param audiences which audiences a bearer must be for; empty means the API server's own
   * @param ticker nanoseconds that never go backwards
   */
  TokenReviews(
      Vertx vertx,
      UnaryOperator<TokenReview> apiServer,
      Workers workers,
      List<String> audiences,
      Ticker ticker) {
    this.apiServer = apiServer;
    this.workers = workers;
    this.shares = new Shares(workers.capacity() / 2);
    this.audiences = audiences;
    this.answers =
        new SharedAnswers<>(
            vertx,
            Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfter(
                    Expiry.creating(
                        (String bearer, Optional<Caller> caller) ->
                            caller.isPresent() ? GOOD_FOR : BAD_FOR))
                .ticker(ticker)
                .executor(Runnable::run)
                .build());
  }

  /**
   * Who the bearer is; empty when the API server does not accept it.
   *
   * @param address of the client: one alone does not get every place among the workers
   */
  Future<Optional<Caller>> review(String bearer, String address) {
    return answers.get(
        sha256(bearer), () -> shares.run(address, () -> workers.run(() -> ask(bearer))));
  }

  /** The SHA-256 digests of the bearers whose answers are remembered. */
  Set<String> remembered() {
    return answers.remembered();
  }

  private Optional<Caller> ask(String bearer) {
    TokenReview question =
        new TokenReviewBuilder()
            .withNewSpec()
            .withToken(bearer)
            .withAudiences(audiences)
            .endSpec()
            .build();
    TokenReviewStatus answer = apiServer.apply(question).getStatus();
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
    Map<String, List<String>> extra =
        user.getExtra() == null ? Map.of() : Map.copyOf(user.getExtra());
    return new Caller(
        user.getUsername(),
        Objects.requireNonNullElse(user.getUid(), ""),
        groups,
        extra,
        byKey(extra));
  }

  /**
   * The ApiToken whose key kube-apiserver accepted as this bearer, by its webhook or at a proxy in
   * front; null for none. Such a caller may do no more than one who shows the key here.
   */
  private static String byKey(Map<String, List<String>> extra) {
    List<String> ids = extra.get(Labels.TOKEN_ID);
    return ids == null ? null : String.join(",", ids);
  }

  static String sha256(String bearer) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(bearer.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
