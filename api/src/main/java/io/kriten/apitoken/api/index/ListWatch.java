package io.kriten.apitoken.api.index;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.kriten.apitoken.api.problem.OneLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one kind in one namespace: a list at the newest resource version, page by page and object
 * by object, then a watch from there, with bookmarks. It keeps no object. A watch that ends is
 * resumed where it was; when that version is refused (410), or nothing was heard for long, the list
 * is read again.
 *
 * <p>Not fabric8's informer, because that one keeps every key, hides bookmarks (without which
 * nobody can tell a quiet watch from a dead one), and waits up to 32 s before it reconnects.
 */
public final class ListWatch<T extends HasMetadata> implements AutoCloseable {

  /** kube-apiserver sends a bookmark about every minute, so this long a silence is a dead watch. */
  private static final Duration MAX_SILENCE = Duration.ofSeconds(150);

  private static final Duration CHECK = Duration.ofSeconds(15);
  private static final int MAX_DELAY_MS = 2_000;
  private static final int MIN_DELAY_MS = 100;

  /**
   * What is said of the asker or of the moment, and not of the version: an API server that starts
   * refuses watches by 429, and to list all again and again would keep it from starting.
   */
  private static final Set<Integer> WAITED_OUT = Set.of(401, 403, 429, 500, 502, 503);

  private static final Logger LOG = LoggerFactory.getLogger(ListWatch.class);

  private final String what;
  private final Source<T> source;
  private final Sink<T> sink;
  private final Ticker ticker;
  private final ScheduledExecutorService executor;

  private Session session;
  private String resourceVersion;
  private int failures;
  private volatile long lastHeard;
  private volatile boolean synced;

  /**
   * @param what its name in logs and threads
   * @param source what it follows
   * @param ticker nanoseconds that never go backwards
   */
  ListWatch(String what, Source<T> source, Sink<T> sink, Ticker ticker) {
    this.what = what;
    this.source = source;
    this.sink = sink;
    this.ticker = ticker;
    this.lastHeard = ticker.read();
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "watch-" + what);
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
  }

  void start() {
    executor.execute(this::connect);
    var unused =
        executor.scheduleWithFixedDelay(
            this::endIfSilent, CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether a whole list was read once, and a watch was opened from there. */
  boolean isSynced() {
    return synced;
  }

  /** When the last list, event or bookmark came, by the ticker. */
  long lastHeard() {
    return lastHeard;
  }

  private void connect() {
    try {
      // A new watch may be quiet for a minute, and would count as dead by the silence before it.
      if (resourceVersion == null || isSilent()) {
        list();
      }
      Session next = new Session();
      session = next;
      next.watch = source.watch(resourceVersion, next);
      // Not as soon as it is listed: what is written before the watch opens is told too late.
      synced = true;
    } catch (RuntimeException e) {
      session = null;
      if (e instanceof KubernetesClientException) {
        LOG.warn("{}: {}", what, OneLine.of(e.getMessage()));
      } else {
        LOG.error("{}: cannot connect", what, e);
      }
      giveUpVersionIfRefused(e);
      reconnect();
    }
  }

  private void list() {
    Set<String> keys = new HashSet<>();
    List<T> first = new ArrayList<>();
    // Of one object: the version has to be told before any object, and may come after all of them.
    ListMeta page = source.firstPage(first::add);
    sink.listing(ResourceVersions.parse(page.getResourceVersion()));
    first.forEach(object -> exists(keys, object));
    while (page.getContinue() != null && !page.getContinue().isEmpty()) {
      page = source.page(page.getContinue(), object -> exists(keys, object));
    }
    String version = page.getResourceVersion();
    sink.listed(keys, ResourceVersions.parse(version));
    // Not before: whoever watched from a list that broke off would never hear of its other pages.
    heard(version);
    LOG.info("{}: {} listed at {}", what, keys.size(), version);
  }

  private void exists(Set<String> keys, T object) {
    keys.add(sink.key(object));
    sink.exists(object);
  }

  private void heard(String version) {
    failures = 0;
    resourceVersion = version;
    lastHeard = ticker.read();
  }

  private void ended(Session ended, WatcherException cause) {
    if (ended == session) {
      session = null;
      if (cause != null && cause.getCause() != null) {
        giveUpVersionIfRefused(cause.getCause());
      }
      reconnect();
    }
  }

  /** The version is too old (410) or, after etcd was restored, one that never was (504). */
  private void giveUpVersionIfRefused(Throwable cause) {
    if (cause instanceof KubernetesClientException refused
        && refused.getCode() > 0
        && !WAITED_OUT.contains(refused.getCode())) {
      resourceVersion = null;
    }
  }

  private void reconnect() {
    int ceiling = Math.min(MAX_DELAY_MS, MIN_DELAY_MS << failures);
    failures = Math.min(failures + 1, 5);
    int delay = ThreadLocalRandom.current().nextInt(MIN_DELAY_MS / 2, ceiling + 1);
    var unused = executor.schedule(this::connect, delay, TimeUnit.MILLISECONDS);
  }

  private boolean isSilent() {
    return ticker.read() - lastHeard > MAX_SILENCE.toNanos();
  }

  private void endIfSilent() {
    Session current = session;
    if (current != null && isSilent()) {
      session = null;
      LOG.warn("{}: nothing heard for {}", what, MAX_SILENCE);
      current.watch.close();
      reconnect();
    }
  }

  @Override
  public void close() {
    executor.execute(
        () -> {
          Session current = session;
          session = null;
          executor.shutdownNow();
          if (current != null) {
            current.watch.close();
          }
        });
  }

  /** One watch. Its late words, after another has begun, count for nothing. */
  private final class Session implements Watcher<T> {

    private Watch watch;

    @Override
    public void eventReceived(Action action, T object) {
      executor.execute(() -> take(action, object));
    }

    private void take(Action action, T object) {
      if (session != this) {
        return;
      }
      try {
        switch (action) {
          case ADDED, MODIFIED -> sink.changed(object);
          case DELETED -> sink.deleted(object);
          case BOOKMARK ->
              sink.reached(ResourceVersions.parse(object.getMetadata().getResourceVersion()));
          case ERROR -> LOG.debug("{}: the watch told of an error", what);
        }
        heard(object.getMetadata().getResourceVersion());
      } catch (RuntimeException e) {
        LOG.error("{}: cannot take {}, listing anew", what, action, e);
        session = null;
        resourceVersion = null;
        watch.close();
        reconnect();
      }
    }

    @Override
    public void onClose() {
      executor.execute(() -> ended(this, null));
    }

    @Override
    public void onClose(WatcherException cause) {
      executor.execute(() -> ended(this, cause));
    }
  }
}
