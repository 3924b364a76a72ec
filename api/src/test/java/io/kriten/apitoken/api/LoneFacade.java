package io.kriten.apitoken.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.http.ConnectionSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.api.tls.TlsSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A facade whose API server cannot be reached. */
final class LoneFacade implements AutoCloseable {

  /** The one origin whose scripts may call it. */
  static final String ORIGIN = "https://kriten.example";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final KubernetesClient client;
  private final Facade facade;

  private LoneFacade(KubernetesClient client, Facade facade) {
    this.client = client;
    this.facade = facade;
  }

  static LoneFacade start() {
    return start(ConnectionSettings.DEFAULT);
  }

  static LoneFacade start(ConnectionSettings connections) {
    return start(LimitSettings.OFF, connections, Optional.empty());
  }

  static LoneFacade start(ConnectionSettings connections, Optional<TlsSettings> tls) {
    return start(LimitSettings.OFF, connections, tls);
  }

  static LoneFacade start(LimitSettings limits, ConnectionSettings connections) {
    return start(limits, connections, Optional.empty());
  }

  private static LoneFacade start(
      LimitSettings limits, ConnectionSettings connections, Optional<TlsSettings> tls) {
    Config nowhere = new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:1").build();
    KubernetesClient client = new KubernetesClientBuilder().withConfig(nowhere).build();
    Facade facade =
        new Facade(
            client,
            settings(DoorSettings.CLOSED, limits, connections, tls),
            Clock.systemUTC(),
            List.of());
    facade.start();
    return new LoneFacade(client, facade);
  }

  /** At any free port. */
  static FacadeSettings settings(
      DoorSettings doors,
      LimitSettings limits,
      ConnectionSettings connections,
      Optional<TlsSettings> tls) {
    return new FacadeSettings(
        "apitoken-system",
        List.of("apitokens"),
        "127.0.0.1",
        0,
        0,
        List.of(),
        Duration.ofHours(1),
        false,
        List.of(ORIGIN),
        doors,
        limits,
        connections,
        false,
        tls);
  }

  int port() {
    return facade.port();
  }

  int metricsPort() {
    return facade.metricsPort();
  }

  int tlsPort() {
    return facade.tlsPort();
  }

  HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + facade.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  String metrics() throws IOException, InterruptedException {
    return HTTP.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + facade.metricsPort() + "/metrics"))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    facade.close();
    client.close();
  }
}
