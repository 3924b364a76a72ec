package io.kriten.apitoken.api;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.http.ConnectionSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A facade that has loaded what a {@link FakeApiServer} has. */
final class SyncedFacade implements AutoCloseable {

  /** What kube-apiserver shows at {@code /tokenreview}. */
  static final String SECRET = "a-secret-of-kube-apiserver-0123456789";

  private final HttpClient http = HttpClient.newHttpClient();
  private final KubernetesClient client;
  private final Facade facade;

  private SyncedFacade(KubernetesClient client, Facade facade) {
    this.client = client;
    this.facade = facade;
  }

  static SyncedFacade start(FakeApiServer apiServer, DoorSettings doors, LimitSettings limits) {
    return start(apiServer, doors, limits, ConnectionSettings.DEFAULT);
  }

  static SyncedFacade start(
      FakeApiServer apiServer,
      DoorSettings doors,
      LimitSettings limits,
      ConnectionSettings connections) {
    Config config = new ConfigBuilder(Config.empty()).withMasterUrl(apiServer.url()).build();
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    Facade facade =
        new Facade(
            client,
            LoneFacade.settings(doors, limits, connections, Optional.empty()),
            Clock.systemUTC(),
            List.of());
    facade.start();
    SyncedFacade started = new SyncedFacade(client, facade);
    await().until(() -> started.get("/readyz").join().statusCode() == 200);
    return started;
  }

  /** Doors at which kube-apiserver may ask, by a secret in that directory. */
  static DoorSettings doors(Path directory, List<String> audiences) throws Exception {
    return new DoorSettings(
        Optional.of(Files.writeString(directory.resolve("secrets"), SECRET)), audiences);
  }

  CompletableFuture<HttpResponse<String>> get(String path, String... headers) {
    HttpRequest.Builder request = request(facade.port(), path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** As kube-apiserver asks, about a bearer and audiences, which are JSON. */
  CompletableFuture<HttpResponse<String>> tokenReview(String bearer, String audiences) {
    String question =
        """
        {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview",
         "spec": {"token": "%s", "audiences": %s}}
        """;
    return send(
        request(facade.port(), "/tokenreview")
            .header("Authorization", "Bearer " + SECRET)
            .POST(BodyPublishers.ofString(question.formatted(bearer, audiences))));
  }

  /** As an RFC 7662 client asks, who comes by a key itself. */
  CompletableFuture<HttpResponse<String>> introspect(String callersKey, String token) {
    return send(
        request(facade.port(), "/introspect")
            .header("Token", callersKey)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("token=" + token)));
  }

  int port() {
    return facade.port();
  }

  String metrics() {
    return send(request(facade.metricsPort(), "/metrics")).join().body();
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    return http.sendAsync(request.build(), BodyHandlers.ofString());
  }

  void drain() {
    facade.drain();
  }

  /** A second time does nothing to the facade. */
  @Override
  public void close() {
    facade.close();
    client.close();
  }
}
