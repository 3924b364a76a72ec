package io.kriten.apitoken.bench.live;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kriten.apitoken.bench.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Somebody else at the API server: reads and writes a ConfigMap of their own in turn, by a client
 * that shares no thread with operator or facade.
 */
final class Probe implements AutoCloseable {

  private static final long EVERY_MS = 20;

  private final KubernetesClient client;
  private final Resource<ConfigMap> resource;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Queue<Double> latencies = new ConcurrentLinkedQueue<>();
  private int count;

  /** Begins at once. */
  Probe(Path kubeconfig) throws IOException {
    Config config = Config.fromKubeconfig(Files.readString(kubeconfig));
    // fabric8 takes a PKCS #8 key for RSA unless told.
    client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(config).withClientKeyAlgo("EC").build())
            .build();
    resource =
        client.resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("bench-probe")
                .endMetadata()
                .build());
    resource.createOr(NonDeletingOperation::update);
    var unused = timer.scheduleWithFixedDelay(this::ask, 0, EVERY_MS, TimeUnit.MILLISECONDS);
  }

  private void ask() {
    count++;
    long start = System.nanoTime();
    if (count % 2 == 0) {
      resource.get();
    } else {
      ConfigMap changed = resource.item();
      changed.setData(Map.of("count", Integer.toString(count)));
      resource.update();
    }
    latencies.add((System.nanoTime() - start) / 1e6);
  }

  /** The 99th percentile of the latencies since the last call, in milliseconds. */
  double takeP99() {
    double[] taken = latencies.stream().mapToDouble(Double::doubleValue).toArray();
    latencies.clear();
    return Figure.percentile(99, taken);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    client.close();
  }
}
