package io.kriten.apitoken.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGINT and SIGTERM into an interrupt of the thread at work, and lets the JVM exit once that
 * thread has put everything away, or after a while in any case.
 */
final class Interruption {

  private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch done = new CountDownLatch(1);

  private final int status;

  private Interruption(int status) {
    this.status = status;
  }

  /**
   * Does the work in this thread, and answers what it answers.
   *
   * @param status the JVM's exit status after a signal
   */
  static int during(int status, IntSupplier work) {
    Interruption interruption = new Interruption(status);
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::interruptWorker, "interruption"));
    try {
      return work.getAsInt();
    } finally {
      interruption.done.countDown();
    }
  }

  private void interruptWorker() {
    if (done.getCount() == 0) {
      return;
    }
    worker.interrupt();
    try {
      if (!done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("not all is put away after {}; the kernel ends what is left", PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(status);
  }
}
