package io.kriten.apitoken.api;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a facade so that no client notices: connections come until every node and gateway knows that
 * this replica is ending, and until then they are answered.
 *
 * @param linger how long that takes
 * @param ended is counted down when all is over
 */
record GracefulEnd(Facade facade, Duration linger, CountDownLatch ended) implements Runnable {

  @Override
  public void run() {
    facade.drain();
    try {
      // Nobody else counts it down: this waits all the time.
      if (ended.await(linger.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    facade.close();
    ended.countDown();
  }
}
