package io.kriten.apitoken.e2e.doors;

import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.kriten.apitoken.api.Facade;
import io.kriten.apitoken.api.FacadeSettings;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.http.ConnectionSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.api.tls.TlsSettings;
import io.kriten.apitoken.e2e.leak.Traces;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** One more facade on the same API server, under the chart's own account. */
final class Facades implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final Facade facade;
  private final AtomicInteger requests;
  private boolean closed;

  private Facades(KubernetesClient client, Facade facade, AtomicInteger requests) {
    this.client = client;
    this.facade = facade;
    this.requests = requests;
  }

  static Facades start(
      LocalCluster cluster, DoorSettings doors, LimitSettings limits, Ticker ticker) {
    return start(cluster, doors, limits, Optional.empty(), ticker);
  }

  /** Starts it, and returns when it can verify keys. */
  static Facades start(
      LocalCluster cluster,
      DoorSettings doors,
      LimitSettings limits,
      Optional<TlsSettings> tls,
      Ticker ticker) {
    return start(cluster, doors, limits, ConnectionSettings.DEFAULT, tls, ticker);
  }

  /** The same with limits of connections. */
  static Facades start(
      LocalCluster cluster,
      DoorSettings doors,
      LimitSettings limits,
      ConnectionSettings connections,
      Optional<TlsSettings> tls,
      Ticker ticker) {
    AtomicInteger requests = new AtomicInteger();
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(cluster.facadeClient().getConfiguration())
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("count", new Count(requests)))
            .build();
    Facade facade =
        new Facade(
            client,
            new FacadeSettings(
                LocalSettings.RELEASE_NAMESPACE,
                List.of(LocalSettings.TOKENS_NAMESPACE),
                "127.0.0.1",
                0,
                0,
                List.of(),
                Duration.ofHours(1),
                false,
                List.of(),
                doors,
                limits,
                connections,
                true,
                tls),
            Clock.systemUTC(),
            ticker,
            List.of());
    facade.start();
    Facades started = new Facades(client, facade, requests);
    await().atMost(READY_WITHIN).until(() -> started.ready().statusCode() == 200);
    return started;
  }

  static Facades start(LocalCluster cluster) {
    return start(cluster, DoorSettings.CLOSED, LimitSettings.OFF, Ticker.systemTicker());
  }

  private record Count(AtomicInteger requests) implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      requests.incrementAndGet();
    }
  }

  /** How many requests it has sent to the API server. */
  int requests() {
    return requests.get();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + facade.port());
  }

  /** Where it serves HTTPS. */
  int tlsPort() {
    return facade.tlsPort();
  }

  /** Where it serves metrics, and health too. */
  URI metricsUrl() {
    return URI.create("http://127.0.0.1:" + facade.metricsPort());
  }

  HttpResponse<String> ready() {
    return Door.get(url(), "/readyz");
  }

  /** The value of a metric without labels. */
  double metric(String name) {
    return Door.get(metricsUrl(), "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** A second time does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Traces.keepMetrics(metricsUrl().resolve("/metrics"), "facade-" + UUID.randomUUID());
    facade.close();
    client.close();
  }
}
