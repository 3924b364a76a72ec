package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.index.IndexFeeds;
import io.kriten.apitoken.status.Page;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code /livez} and {@code /readyz}. Ready means that keys can be verified. An API server that is
 * away does not change that, so it is only told.
 */
public final class Health {

  /** A healthy watch hears a bookmark every minute. */
  private static final Duration SILENT = Duration.ofSeconds(100);

  private final IndexFeeds feeds;
  private final Duration maxStaleness;
  private final AtomicBoolean draining = new AtomicBoolean();

  /**
   * @param maxStaleness how long keys are trusted without a word from the API server; zero for ever
   */
  public Health(IndexFeeds feeds, Duration maxStaleness) {
    this.feeds = feeds;
    this.maxStaleness = maxStaleness;
  }

  /** From now on not ready: the process is about to end. */
  public void drain() {
    draining.set(true);
  }

  /** Whether the process is about to end. */
  public boolean isDraining() {
    return draining.get();
  }

  List<Endpoint> endpoints() {
    return List.of(
        new Endpoint("/livez").on(HttpMethod.GET, List.of(context -> send(context, live()))),
        new Endpoint("/readyz").on(HttpMethod.GET, List.of(context -> send(context, ready()))));
  }

  private static void send(RoutingContext context, Page page) {
    Replies.send(
        context.response().setStatusCode(page.status()), page.type(), Buffer.buffer(page.body()));
  }

  /** That the process answers. */
  public Page live() {
    return page(200, Map.of("live", true));
  }

  /** Whether keys can be verified, why not, and what else is worth knowing. */
  public Page ready() {
    List<String> reasons = reasons();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ready", reasons.isEmpty());
    answer.put("reasons", reasons);
    answer.put("notes", notes());
    return page(reasons.isEmpty() ? 200 : 503, answer);
  }

  private static Page page(int status, Object answer) {
    return new Page(status, Replies.JSON, Replies.encode(answer).toString());
  }

  private List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    if (draining.get()) {
      reasons.add("The process is about to end.");
    }
    if (!feeds.isSynced()) {
      reasons.add(
          "Peppers, API tokens or their digests have not been loaded yet, or cannot be watched.");
    } else if (!maxStaleness.isZero() && feeds.staleness().compareTo(maxStaleness) > 0) {
      reasons.add("The API server has not been heard of for longer than the maximum staleness.");
    }
    return reasons;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (feeds.isSynced() && feeds.staleness().compareTo(SILENT) > 0) {
      notes.add(
          "The API server has not been heard of for "
              + feeds.staleness().toSeconds()
              + " s. Keys are verified from memory.");
    }
    if (feeds.isSynced() && feeds.storedPeppers().isEmpty()) {
      notes.add("The Secret of the peppers is gone or unreadable. No key can be made.");
    }
    return notes;
  }
}
