package io.kriten.apitoken.api.http;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * How long one request of a connection may take to arrive, so that nobody holds a connection by
 * sending a byte now and then. A connection has one timer at most, and none while its requests
 * arrive in one piece.
 */
final class ArrivalDeadline {

  private enum Phase {
    BETWEEN,
    HEADERS,
    BODY
  }

  private final long headersNanos;
  private final long requestNanos;
  private Phase phase = Phase.BETWEEN;
  private long begun;
  private boolean isTimed;

  ArrivalDeadline(ConnectionSettings settings) {
    this.headersNanos = settings.headers().toNanos();
    this.requestNanos = settings.request().toNanos();
  }

  /** A request has arrived as a whole. */
  void arrived() {
    phase = Phase.BETWEEN;
  }

  /**
   * A part of a request has arrived.
   *
   * @param hasHead whether its head is complete
   * @param late run once, when the rest does not come in time
   */
  void arriving(boolean hasHead, EventExecutor executor, Runnable late) {
    if (phase == Phase.BETWEEN) {
      begun = System.nanoTime();
      phase = Phase.HEADERS;
    }
    if (hasHead) {
      phase = Phase.BODY;
    }
    if (!isTimed) {
      isTimed = true;
      schedule(executor, late, headersNanos);
    }
  }

  boolean isInBody() {
    return phase == Phase.BODY;
  }

  private void schedule(EventExecutor executor, Runnable late, long nanos) {
    var unused = executor.schedule(() -> check(executor, late), nanos, TimeUnit.NANOSECONDS);
  }

  private void check(EventExecutor executor, Runnable late) {
    if (phase == Phase.BETWEEN) {
      isTimed = false;
      return;
    }
    long left = begun + (isInBody() ? requestNanos : headersNanos) - System.nanoTime();
    if (left <= 0) {
      late.run();
    } else {
      schedule(executor, late, left);
    }
  }
}
