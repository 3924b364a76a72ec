package io.kriten.apitoken.bench.live;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Others at the API server: they read a ConfigMap or create one, in turn, by a client that shares
 * no thread with operator or facade. Updates at once would conflict.
 */
final class Probe implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(20);

  private final KubernetesClient client;
  private final Resource<ConfigMap> read;
  private final ExecutorService askers = Executors.newCachedThreadPool();
  private final Pulse pulse;

  /** Begins at once. */
  Probe(Path kubeconfig) throws IOException {
    Config config = Config.fromKubeconfig(Files.readString(kubeconfig));
    // fabric8 takes a PKCS #8 key for RSA unless told.
    client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(config).withClientKeyAlgo("EC").build())
            .build();
    read = client.resource(create());
    pulse = new Pulse(this::ask, EVERY, System::nanoTime, askers);
    pulse.start();
  }

  private ConfigMap create() {
    ConfigMap any =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("default")
            .withGenerateName("bench-probe-")
            .endMetadata()
            .build();
    return client.resource(any).create();
  }

  private void ask(int number) {
    var unused = number % 2 == 0 ? read.get() : create();
  }

  /**
   * The 99th percentile of the latencies between these two times of {@link System#nanoTime}, in
   * milliseconds.
   *
   * @throws IOException when anything so far failed
   */
  double p99(long from, long to) throws IOException {
    return pulse.p99(from, to);
  }

  @Override
  public void close() {
    pulse.close();
    askers.shutdownNow();
    client.close();
  }
}
