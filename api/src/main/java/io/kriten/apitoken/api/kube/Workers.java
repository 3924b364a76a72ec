package io.kriten.apitoken.api.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.api.problem.OneLine;
import io.kriten.apitoken.api.problem.Refusal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for calls to the API server, which block and so never run on an event loop. A bounded
 * number of calls may run or wait; the others are refused at once with 503.
 */
public final class Workers {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private final WorkerExecutor executor;
  private final int capacity;
  private final AtomicInteger pending = new AtomicInteger();

  /**
   * @param threads how many calls run at once
   * @param queue how many more may wait
   * @param registry gets {@code apitoken_worker_calls_pending}
   */
  public Workers(Vertx vertx, String name, int threads, int queue, MeterRegistry registry) {
    this.executor = vertx.createSharedWorkerExecutor(name, threads, 60, TimeUnit.SECONDS);
    this.capacity = threads + queue;
    Gauge.builder("apitoken_worker_calls_pending", pending, AtomicInteger::get)
        .description("Calls to the API server that run or wait")
        .tag("pool", name)
        .register(registry);
  }

  /** How many calls may run or wait. */
  public int capacity() {
    return capacity;
  }

  /**
   * Runs the work on a worker, and completes on the caller's event loop. What the API server
   * refuses fails as a {@link Refusal}.
   */
  public <T> Future<T> run(Callable<T> work) {
    if (pending.incrementAndGet() > capacity) {
      pending.decrementAndGet();
      return Future.failedFuture(
          Refusal.unavailable("Too many requests wait for the cluster. Try again later."));
    }
    return executor
        .executeBlocking(() -> translating(work), false)
        .onComplete(done -> pending.decrementAndGet());
  }

  private static <T> T translating(Callable<T> work) throws Exception {
    try {
      return work.call();
    } catch (KubernetesClientException e) {
      Refusal refusal = ApiServerErrors.refusal(e);
      LOG.warn(
          "Answered {} because the API server said: {}",
          refusal.status(),
          OneLine.of(e.getMessage()));
      throw refusal;
    }
  }
}
