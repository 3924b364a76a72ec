package io.kriten.apitoken.bench.facade;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Labels;
import java.util.concurrent.CompletableFuture;

/**
 * Reads what a facade reads at its start, with the same client and pages, both kinds at once, and
 * drops it: nobody can be ready sooner.
 */
public final class TwoLists {

  private static final long PAGE = 5_000;
  private static final int TIMEOUT_MS = 60_000;

  private TwoLists() {}

  public static void main(String... arguments) {
    String namespace = arguments[0];
    try (KubernetesClient anyClient = new KubernetesClientBuilder().build()) {
      KubernetesClient client =
          anyClient
              .adapt(NamespacedKubernetesClient.class)
              .withRequestConfig(new RequestConfigBuilder().withRequestTimeout(TIMEOUT_MS).build())
              .call(c -> c);
      CompletableFuture<Void> secrets =
          CompletableFuture.runAsync(
              () ->
                  read(
                      client
                          .secrets()
                          .inNamespace(namespace)
                          .withField("type", Labels.DIGEST_TYPE)));
      read(client.resources(ApiToken.class).inNamespace(namespace));
      secrets.join();
    }
  }

  private static <T extends HasMetadata> void read(
      FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> source) {
    String next = null;
    do {
      KubernetesResourceList<T> page =
          source.list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
  }
}
