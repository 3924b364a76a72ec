package io.kriten.apitoken.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.crds.PepperSecrets;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Has tokens, and answers SubjectAccessReviews as a test wants it, and when. Nothing changes: what
 * is deleted is there as before.
 */
final class FakeApiServer implements AutoCloseable {

  private static final String RELEASE = "apitoken-system";
  private static final String TOKENS = "apitokens";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Vertx vertx = Vertx.vertx();
  private final Peppers peppers = Peppers.generate(RANDOM);
  private final Queue<HasMetadata> tokens = new ConcurrentLinkedQueue<>();
  private final Queue<HasMetadata> digests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger reviews = new AtomicInteger();
  private final HttpServer server;
  private volatile Supplier<Future<Boolean>> rights = () -> Future.succeededFuture(true);

  FakeApiServer() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** A key of that user's, for facades that have not started yet. */
  String key(String username) {
    ApiToken token = new ApiToken();
    token.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(TOKENS)
            .withName(username + "-" + tokens.size())
            .withUid(UUID.randomUUID().toString())
            .withResourceVersion("1")
            .withCreationTimestamp("2026-01-01T00:00:00Z")
            .build());
    token.setSpec(
        new ApiTokenSpec(new Owner(username, "", Set.of("devs")), null, null, null, 1, null));
    TokenKey key = peppers.tagKey().mint(RANDOM);
    tokens.add(token);
    digests.add(
        versioned(DigestSecrets.write(token, DigestRecord.seal(token, key, peppers.current()))));
    return key.reveal();
  }

  /** A key that might be a token's, for all that can be told from it, but is none's. */
  String unknownKey() {
    return peppers.tagKey().mint(RANDOM).reveal();
  }

  /** What SubjectAccessReviews are answered from now on. */
  void rights(Supplier<Future<Boolean>> answers) {
    rights = answers;
  }

  /** How many SubjectAccessReviews have come. */
  int reviews() {
    return reviews.get();
  }

  private void handle(HttpServerRequest request) {
    String path = request.path();
    if (path.endsWith("/subjectaccessreviews")) {
      reviews.incrementAndGet();
      rights
          .get()
          .onSuccess(yes -> answer(request, Map.of("status", Map.of("allowed", yes))))
          .onFailure(away -> request.response().setStatusCode(500).end());
    } else if ("true".equals(request.getParam("watch"))) {
      request.toWebSocket();
    } else if (path.endsWith("/apitokens/apitokens")) {
      list(request, tokens);
    } else if (path.endsWith("/" + RELEASE + "/secrets")) {
      list(request, List.of(versioned(PepperSecrets.write(RELEASE, peppers))));
    } else if (path.contains("/apitokens/apitokens/")) {
      answer(request, tokens.stream().filter(named(path)).findFirst().orElseThrow());
    } else {
      list(request, digests);
    }
  }

  private static Predicate<HasMetadata> named(String path) {
    return resource -> path.endsWith("/" + resource.getMetadata().getName());
  }

  private static <T extends HasMetadata> T versioned(T resource) {
    resource.getMetadata().setResourceVersion("1");
    return resource;
  }

  private static void list(HttpServerRequest request, Iterable<? extends HasMetadata> items) {
    answer(request, Map.of("metadata", Map.of("resourceVersion", "1"), "items", items));
  }

  private static void answer(HttpServerRequest request, Object json) {
    request
        .response()
        .putHeader("Content-Type", "application/json")
        .end(Serialization.asJson(json));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
