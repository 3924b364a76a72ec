package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats the readings of guard and peppers, so that a loss and its mend are noticed by itself. */
final class StandingWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StandingWatch.class);

  private final List<Runnable> readings;
  private final Duration interval;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "apitoken-standing");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param readings what to repeat; one that fails does not stop the others
   * @param interval from the end of one time to the next
   */
  StandingWatch(List<Runnable> readings, Duration interval) {
    this.readings = readings;
    this.interval = interval;
  }

  /**
   * Reads for the first time before it returns; what fails then is thrown, for nobody may judge by
   * what was never read.
   */
  void start() {
    readings.forEach(Runnable::run);
    var unused =
        scheduler.scheduleWithFixedDelay(
            this::readAll, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void readAll() {
    readings.forEach(this::read);
  }

  private void read(Runnable reading) {
    try {
      reading.run();
    } catch (KubernetesClientException e) {
      if (isOpen()) {
        log.warn("cannot read how the installation stands: {}", e.getMessage());
      }
    } catch (RuntimeException e) {
      if (isOpen()) {
        log.error("cannot read how the installation stands", e);
      }
    }
  }

  /** What is interrupted by the end is no failure. */
  private boolean isOpen() {
    return !scheduler.isShutdown();
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
