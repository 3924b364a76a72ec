package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SharedReadingTest {

  private final AtomicInteger readings = new AtomicInteger();

  @Test
  void answersTheLatestWithoutReading() {
    SharedReading<Integer> shared = new SharedReading<>(readings::incrementAndGet, 0);

    assertThat(shared.latest()).isZero();
    assertThat(shared.fresh()).isEqualTo(1);
    assertThat(shared.latest()).isEqualTo(1);
    assertThat(shared.fresh()).isEqualTo(2);
  }

  @Test
  void readsOnceForAllWhoWaitAndNeverAnswersWithAnOlderReading() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    SharedReading<Integer> shared =
        new SharedReading<>(
            () -> {
              int number = readings.incrementAndGet();
              reading.countDown();
              await(proceed);
              return number;
            },
            0);
    List<Thread> started = new CopyOnWriteArrayList<>();
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task);
              started.add(thread);
              return thread;
            });
    try {
      Future<Integer> first = threads.submit(shared::fresh);
      await(reading);
      List<Future<Integer>> late = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        late.add(threads.submit(shared::fresh));
      }
      Awaitility.await()
          .until(
              () ->
                  started.stream().filter(t -> t.getState() == Thread.State.BLOCKED).count() == 5);
      proceed.countDown();

      assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo(1);
      for (Future<Integer> other : late) {
        assertThat(other.get(5, TimeUnit.SECONDS)).isEqualTo(2);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void tellsOfChangesOnly() {
    List<String> values = new ArrayList<>(List.of("a", "a", "b"));
    SharedReading<String> shared = new SharedReading<>(() -> values.remove(0), "a");
    AtomicInteger told = new AtomicInteger();
    shared.onChange(told::incrementAndGet);

    shared.fresh();
    shared.fresh();
    assertThat(told).hasValue(0);
    shared.fresh();
    assertThat(told).hasValue(1);
  }

  @Test
  void aFailureIsThrownAndLeavesTheLatest() {
    SharedReading<String> shared =
        new SharedReading<>(
            () -> {
              throw new IllegalStateException("no answer");
            },
            "a");

    assertThatThrownBy(shared::fresh).hasMessage("no answer");
    assertThat(shared.latest()).isEqualTo("a");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
