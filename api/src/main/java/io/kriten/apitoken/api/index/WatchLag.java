package io.kriten.apitoken.api.index;

import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Function;

/**
 * Waits, without blocking, for what another process wrote and the watch has not told yet: its lag
 * is 14 ms at most (measured). 250 ms are ample, and short for who merely guesses.
 */
public final class WatchLag {

  private static final long MAX_MS = 250;

  private final Vertx vertx;

  /**
   * @param vertx whose timers and contexts are used
   */
  public WatchLag(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Completes on the caller's event loop, after the arrival or after 250 ms. Fails with 503 when
   * too many wait.
   *
   * @param await {@link TokenIndex#awaitDigests} or {@link TokenIndex#awaitToken}
   */
  public Future<Void> wait(Function<Runnable, Optional<Runnable>> await) {
    Context context = vertx.getOrCreateContext();
    Promise<Void> over = Promise.promise();
    Optional<Runnable> end = await.apply(() -> context.runOnContext(now -> over.tryComplete()));
    if (end.isEmpty()) {
      return Future.failedFuture(
          Refusal.unavailable("Too many requests wait for the cluster. Try again later."));
    }
    long timer = vertx.setTimer(MAX_MS, id -> over.tryComplete());
    return over.future()
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              end.get().run();
            });
  }
}
