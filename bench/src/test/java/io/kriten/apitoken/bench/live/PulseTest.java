package io.kriten.apitoken.bench.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {

  private static final Duration EVERY = Duration.ofMillis(20);
  private static final long BEGIN = Long.MAX_VALUE - 1_000;

  private long now = BEGIN;

  @Test
  void stallHarmsAllThatWereDueMeanwhile() throws IOException {
    try (Pulse pulse =
        new Pulse(number -> pass(number == 1 ? 70 : 1), EVERY, () -> now, Runnable::run)) {
      pulse.beat();
      pass(19);
      for (int i = 0; i < 4; i++) {
        pulse.beat();
      }

      assertThat(p99OfOne(pulse, 0)).isEqualTo(1);
      assertThat(p99OfOne(pulse, 1)).isEqualTo(70);
      assertThat(p99OfOne(pulse, 2)).isEqualTo(51);
      assertThat(p99OfOne(pulse, 3)).isEqualTo(32);
      assertThat(p99OfOne(pulse, 4)).isEqualTo(13);
      assertThat(pulse.p99(BEGIN, due(5))).isEqualTo(70);
    }
  }

  @Test
  void nobodyWaitsForWhatAnotherAsked() throws IOException {
    Queue<Runnable> waiting = new ArrayDeque<>();
    try (Pulse pulse = new Pulse(number -> pass(1), EVERY, () -> now, waiting::add)) {
      pulse.beat();
      now = due(1);
      pulse.beat();
      Runnable stalled = waiting.remove();
      waiting.remove().run();
      now = due(2);
      stalled.run();

      assertThat(p99OfOne(pulse, 0)).isEqualTo(41);
      assertThat(p99OfOne(pulse, 1)).isEqualTo(1);
    }
  }

  @Test
  void whatIsNotAnsweredYetCountsForAsLongAsItHasWaited() throws IOException {
    try (Pulse pulse = new Pulse(number -> pass(1), EVERY, () -> now, Runnable::run)) {
      pulse.beat();
      pass(99);

      assertThat(pulse.p99(BEGIN, due(5))).isEqualTo(80);
    }
  }

  @Test
  void whatIsDueAtTheEndOfAWindowIsInTheNext() throws IOException {
    try (Pulse pulse = new Pulse(number -> pass(number), EVERY, () -> now, Runnable::run)) {
      for (int number = 0; number < 4; number++) {
        now = due(number);
        pulse.beat();
      }

      assertThat(pulse.p99(BEGIN, due(2))).isEqualTo(1);
      assertThat(pulse.p99(due(2), due(3))).isEqualTo(2);
      assertThat(pulse.p99(due(2) + 1, due(4))).isEqualTo(3);
    }
  }

  @Test
  void failureIsNoFigure() {
    try (Pulse pulse = new Pulse(PulseTest::failFirst, EVERY, () -> now, Runnable::run)) {
      pulse.beat();
      pulse.beat();

      assertThatThrownBy(() -> pulse.p99(BEGIN, due(2)))
          .isInstanceOf(IOException.class)
          .hasMessage("questions without an answer: 1")
          .hasRootCauseMessage("refused");
    }
  }

  @Test
  void goesOnAfterAFailure() {
    CountDownLatch others = new CountDownLatch(3);
    try (Pulse pulse =
        new Pulse(
            number -> {
              failFirst(number);
              others.countDown();
            },
            Duration.ofMillis(1),
            System::nanoTime,
            Runnable::run)) {
      pulse.start();

      await().until(() -> others.getCount() == 0);
    }
  }

  @Test
  void asksAllThatWereDueInAStall() {
    Duration stall = Duration.ofMillis(300);
    long begin = System.nanoTime();
    AtomicLong end = new AtomicLong();
    AtomicLong caughtUp = new AtomicLong();
    try (Pulse pulse =
        new Pulse(
            number -> {
              if (number == 0) {
                await().until(() -> System.nanoTime() - begin > stall.toNanos());
                end.set(System.nanoTime());
              }
              if (number == stall.toMillis() - 1) {
                caughtUp.set(System.nanoTime());
              }
            },
            Duration.ofMillis(1),
            System::nanoTime,
            Runnable::run)) {
      pulse.start();

      await().until(() -> caughtUp.get() != 0);

      assertThat(caughtUp.get() - end.get()).isLessThan(stall.toNanos());
    }
  }

  private void pass(long ms) {
    now += Duration.ofMillis(ms).toNanos();
  }

  private static void failFirst(int number) {
    if (number == 0) {
      throw new IllegalStateException("refused");
    }
  }

  private static double p99OfOne(Pulse pulse, int number) throws IOException {
    return pulse.p99(due(number), due(number + 1));
  }

  private static long due(int number) {
    return BEGIN + number * EVERY.toNanos();
  }
}
