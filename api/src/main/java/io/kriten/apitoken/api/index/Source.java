package io.kriten.apitoken.api.index;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.kriten.apitoken.api.kube.Listing;
import io.kriten.apitoken.api.kube.Pages;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** One kind in one namespace, under a selector, at the API server. */
final class Source<T extends HasMetadata> {

  /** Smaller pages cost 2 to 4 times as much. */
  private static final long PAGE = 5000;

  /** For a page; a busy API server takes more than seconds, and gives up after these itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final Class<T> type;
  private final String namespace;
  private final Map<String, String> fields;
  private final Pages<T> pages;

  /**
   * @param client lists and watches; it must not wait long for a watch to open, since whoever does
   *     hears of changes late
   * @param fields what an object must have in these fields, where the API server selects by them
   */
  Source(KubernetesClient client, Class<T> type, String namespace, Map<String, String> fields) {
    this.client = client;
    this.type = type;
    this.namespace = namespace;
    this.fields = Map.copyOf(fields);
    this.pages = new Pages<>(client, type, PATIENCE, "annotations", "labels", "managedFields");
  }

  /** The first page of the list at the newest resource version: one object, if there is any. */
  ListMeta firstPage(Consumer<T> told) {
    return pages.read(new Listing(namespace, fields, 1, ""), told);
  }

  /**
   * A page of many objects of that list.
   *
   * @param next what the page before told
   */
  ListMeta page(String next, Consumer<T> told) {
    return pages.read(new Listing(namespace, fields, PAGE, next), told);
  }

  /** Watches from that version on, with bookmarks, for some minutes. */
  Watch watch(String resourceVersion, Watcher<T> watcher) {
    return client
        .resources(type)
        .inNamespace(namespace)
        .withFields(fields)
        .watch(
            new ListOptionsBuilder()
                .withResourceVersion(resourceVersion)
                .withAllowWatchBookmarks(true)
                .withTimeoutSeconds(ThreadLocalRandom.current().nextLong(300, 600))
                .build(),
            watcher);
  }
}
