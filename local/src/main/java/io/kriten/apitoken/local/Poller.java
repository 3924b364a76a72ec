package io.kriten.apitoken.local;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Asks conditions again and again, until they hold or nobody waits any more. */
final class Poller implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final int THREADS = 2;

  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "poller");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Completes once the condition holds, or with what it throws. Cancel it, or let it time out, to
   * give up.
   */
  CompletableFuture<Void> until(BooleanSupplier condition) {
    CompletableFuture<Void> held = new CompletableFuture<>();
    var polling =
        timer.scheduleWithFixedDelay(
            () -> ask(condition, held), 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    var unused = held.whenComplete((done, failure) -> polling.cancel(false));
    return held;
  }

  /**
   * Returns when the condition holds.
   *
   * @throws LocalException when it does not hold in time, or throws
   */
  void await(BooleanSupplier condition, Duration patience, String what) {
    await(until(condition), patience, what);
  }

  /** Returns when the future is done, and gives it up otherwise. */
  static void await(Future<?> future, Duration patience, String what) {
    try {
      future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new LocalException("%s took more than %d s".formatted(what, patience.toSeconds()), e);
    } catch (ExecutionException e) {
      throw new LocalException(what + " failed: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalException(what + " was interrupted", e);
    } finally {
      future.cancel(false);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static void ask(BooleanSupplier condition, CompletableFuture<Void> held) {
    try {
      if (condition.getAsBoolean()) {
        held.complete(null);
      }
    } catch (RuntimeException e) {
      held.completeExceptionally(e);
    }
  }
}
