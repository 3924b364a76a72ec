package io.kriten.apitoken.bench.live;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.kriten.apitoken.crds.ApiToken;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** A plain watch that remembers when it first saw each token in a state. */
final class Seen implements Watcher<ApiToken>, AutoCloseable {

  private final Predicate<ApiToken> wanted;
  private final Map<String, CompletableFuture<Long>> at = new ConcurrentHashMap<>();
  private final Watch watch;

  /**
   * Watches from now on.
   *
   * @param wanted the state
   */
  Seen(KubernetesClient client, String namespace, Predicate<ApiToken> wanted) {
    this.wanted = wanted;
    String now =
        client
            .resources(ApiToken.class)
            .inNamespace(namespace)
            .list(new ListOptionsBuilder().withLimit(1L).build())
            .getMetadata()
            .getResourceVersion();
    this.watch =
        client
            .resources(ApiToken.class)
            .inNamespace(namespace)
            .watch(new ListOptionsBuilder().withResourceVersion(now).build(), this);
  }

  @Override
  public void eventReceived(Action action, ApiToken token) {
    if (wanted.test(token)) {
      of(token.getMetadata().getUid()).complete(System.nanoTime());
    }
  }

  /** When it saw that token, by {@link System#nanoTime}. */
  CompletableFuture<Long> of(String uid) {
    return at.computeIfAbsent(uid, missing -> new CompletableFuture<>());
  }

  @Override
  public void onClose(WatcherException cause) {
    at.values().forEach(waiting -> waiting.completeExceptionally(cause));
  }

  @Override
  public void close() {
    watch.close();
  }
}
