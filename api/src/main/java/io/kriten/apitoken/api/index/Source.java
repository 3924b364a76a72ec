package io.kriten.apitoken.api.index;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One kind in one namespace, under a selector, at the API server.
 *
 * @param lists by a client with patience: a busy API server takes long for a page of thousands
 * @param watches by a client without: who waits long for a watch to open hears of changes late
 */
record Source<T extends HasMetadata>(
    FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> lists,
    FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> watches) {

  /** Smaller pages cost 2 to 4 times as much. */
  private static final long PAGE = 5000;

  /**
   * A page of the list at the newest resource version.
   *
   * @param next what the page before told, or null for the first
   */
  KubernetesResourceList<T> page(String next) {
    return lists.list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
  }

  /** Watches from that version on, with bookmarks, for some minutes. */
  Watch watch(String resourceVersion, Watcher<T> watcher) {
    return watches.watch(
        new ListOptionsBuilder()
            .withResourceVersion(resourceVersion)
            .withAllowWatchBookmarks(true)
            .withTimeoutSeconds(ThreadLocalRandom.current().nextLong(300, 600))
            .build(),
        watcher);
  }
}
