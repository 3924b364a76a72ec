package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StandingWatchTest {

  private final Logger log = (Logger) LoggerFactory.getLogger(StandingWatch.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Semaphore answers = new Semaphore(1);
  private final CountDownLatch asked = new CountDownLatch(2);
  private final CountDownLatch wentOn = new CountDownLatch(2);

  @BeforeEach
  void listen() {
    log.setAdditive(false);
    log.setLevel(Level.WARN);
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void stop() {
    log.detachAppender(lines);
    log.setAdditive(true);
    log.setLevel(null);
  }

  /** Waits for an answer, as a request to the API server does. */
  private void ask() {
    asked.countDown();
    try {
      answers.acquire();
    } catch (InterruptedException e) {
      throw new KubernetesClientException("interrupted", e);
    }
  }

  private void failTheSecondTime() {
    asked.countDown();
    if (asked.getCount() == 0) {
      throw new KubernetesClientException("away");
    }
  }

  private StandingWatch watch(Runnable reading) {
    return new StandingWatch(List.of(reading, wentOn::countDown), Duration.ofMillis(1));
  }

  @Test
  void whatItsEndInterruptsIsNoFailure() throws InterruptedException {
    StandingWatch watch = watch(this::ask);
    watch.start();
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    watch.close();

    assertThat(wentOn.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(lines.list).isEmpty();
  }

  @Test
  void tellsAFailureAndGoesOn() throws InterruptedException {
    try (StandingWatch watch = watch(this::failTheSecondTime)) {
      watch.start();

      assertThat(wentOn.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(lines.list)
        .first()
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEqualTo("cannot read how the installation stands: away");
  }
}
