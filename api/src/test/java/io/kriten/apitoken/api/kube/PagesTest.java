package io.kriten.apitoken.api.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

  private static final String END =
      "], \"metadata\": {\"resourceVersion\": \"7\", \"continue\": \"c\"}}";

  private final Vertx vertx = Vertx.vertx();
  private final List<Secret> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger closings = new AtomicInteger();
  private volatile Consumer<HttpServerResponse> server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private KubernetesClient client;

  @BeforeEach
  void start() {
    HttpServer listening =
        vertx
            .createHttpServer()
            .connectionHandler(connection -> connections.incrementAndGet())
            .requestHandler(
                request -> {
                  asked.add(request.uri());
                  server.accept(request.response().setChunked(true));
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + listening.actualPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void stop() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private ListMeta read() {
    return read(Duration.ofSeconds(30));
  }

  private ListMeta read(Duration patience) {
    return new Pages<>(client, Secret.class, patience, "labels", "managedFields")
        .read(new Listing("ns", Map.of("type", "a=b"), 5, "c d"), told::add);
  }

  private void answer(String body) {
    server = response -> response.end(body);
  }

  private List<String> names() {
    return told.stream().map(secret -> secret.getMetadata().getName()).toList();
  }

  /** Or it would be in memory as a whole, which no pod has for thousands of objects. */
  @Test
  void anObjectIsToldWhileItsPageIsStillOnItsWay() {
    CompletableFuture<HttpServerResponse> halfway = new CompletableFuture<>();
    server =
        response -> {
          var unused = response.write("{\"items\": [{\"metadata\": {\"name\": \"a\"}}, {\"meta");
          halfway.complete(response);
        };

    CompletableFuture<ListMeta> read = CompletableFuture.supplyAsync(this::read);

    await().until(() -> names().equals(List.of("a")));
    assertThat(read).isNotDone();
    var unused = halfway.join().end("data\": {\"name\": \"b\"}}" + END);
    assertThat(read.join().getContinue()).isEqualTo("c");
    assertThat(names()).containsExactly("a", "b");
  }

  @Test
  void thePageIsAskedForByItsQuery() {
    answer("{\"items\": []" + END.substring(1));

    read();

    assertThat(asked)
        .containsExactly(
            "/api/v1/namespaces/ns/secrets"
                + "?continue=c+d&fieldSelector=type%3Da%5C%3Db&limit=5");
  }

  @Test
  void metadataMayComeFirst() {
    answer("{\"metadata\": {\"resourceVersion\": \"7\"}, \"items\": [{\"type\": \"t\"}]}");

    assertThat(read().getResourceVersion()).isEqualTo("7");
    assertThat(told).singleElement().returns("t", Secret::getType);
  }

  @Test
  void anEmptyListMayBeNull() {
    answer("{\"items\": null, \"metadata\": {\"resourceVersion\": \"7\"}}");

    assertThat(read().getResourceVersion()).isEqualTo("7");
    assertThat(told).isEmpty();
  }

  @Test
  void whatNobodyLooksAtIsNotDecoded() {
    answer(
        """
        {"items": [{"metadata": {"name": "a", "labels": {"l": ""}, "annotations": {"a": "b"},
          "managedFields": [{"manager": "m"}]}, "data": {"d": "e"}}\
        """
            + END);

    read();

    Secret secret = told.get(0);
    assertThat(secret.getMetadata().getName()).isEqualTo("a");
    assertThat(secret.getMetadata().getLabels()).isNullOrEmpty();
    assertThat(secret.getMetadata().getAnnotations()).containsEntry("a", "b");
    assertThat(secret.getMetadata().getManagedFields()).isEmpty();
    assertThat(secret.getData()).containsEntry("d", "e");
  }

  @Test
  void aRefusalIsToldWithItsCode() {
    server = response -> response.setStatusCode(410).end("too old");

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(this::read)
        .withMessage("A page was refused with 410: too old")
        .returns(410, KubernetesClientException::getCode);
  }

  @Test
  void aPageThatBreaksOffIsAnError() {
    server =
        response ->
            response
                .write("{\"items\": [{\"metadata\": {\"name\": \"a\"}}, {\"meta")
                .onComplete(written -> response.reset());

    assertThatThrownBy(this::read)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessage("A page broke off");
  }

  /** One that is closed when its page was read may be another request's by then. */
  @Test
  void connectionsAreKeptForOthers() {
    String page = "{\"items\": []" + END.substring(1);
    for (int i = 0; i < 20; i++) {
      answer(page);
      read();
      server = response -> response.setStatusCode(429).end("later");
      assertThatThrownBy(this::read).hasMessageContaining("later");
    }

    // A request may be ready before the connection of the one before it is.
    assertThat(connections).hasValueLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[null]", "[{}, null, {}]", "{}", "\"a\""})
  void aListOfAnythingElseIsAnError(String items) {
    answer("{\"metadata\": {\"resourceVersion\": \"7\"}, \"items\": " + items + "}");

    assertThatThrownBy(this::read).isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void aPageWithoutMetadataIsAnError() {
    answer("{\"items\": []}");

    assertThatThrownBy(this::read).isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void nobodyIsKeptWaitingForAnAnswerNorIsItsConnection() {
    server = response -> response.closeHandler(closed -> closings.incrementAndGet());

    assertThatThrownBy(() -> read(Duration.ofMillis(200)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageStartingWith("No page was answered");
    await().until(() -> closings.get() > 0);
  }

  @Test
  void nobodyIsKeptWaitingForItsEnd() {
    server = response -> response.write("{\"items\": [{\"metadata\": {\"name\": \"a\"}}");

    assertThatThrownBy(() -> read(Duration.ofMillis(500)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessage("A page took longer than PT0.5S");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void aValueThatCannotBeDecodedIsNotQuoted() {
    answer("{\"items\": [{\"data\": \"kri_secret\"}" + END);

    assertThatThrownBy(this::read)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("data")
        .hasMessageNotContaining("kri_");
  }
}
