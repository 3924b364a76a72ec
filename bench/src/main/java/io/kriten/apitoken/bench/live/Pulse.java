package io.kriten.apitoken.bench.live;

import io.kriten.apitoken.bench.Figure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Asks at a steady beat, as many people would who do not wait for each other. An answer's time
 * counts from when its question was due, not from when it could be asked: a stall harms all that
 * ask meanwhile, and leaving those out would hide it.
 */
final class Pulse implements AutoCloseable {

  private final IntConsumer question;
  private final Duration every;
  private final LongSupplier nanos;
  private final Executor askers;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final long begin;
  private final Map<Integer, Double> answered = new ConcurrentHashMap<>();
  private final List<RuntimeException> failures = new ArrayList<>();
  private int asked;

  /**
   * The first question is due now; nobody asks yet.
   *
   * @param question takes its number, from 0 on, and returns when it is answered
   * @param every how long after a question the next one is due
   * @param nanos the time, as {@link System#nanoTime} tells it
   * @param askers wait for the answers
   */
  Pulse(IntConsumer question, Duration every, LongSupplier nanos, Executor askers) {
    this.question = question;
    this.every = every;
    this.nanos = nanos;
    this.askers = askers;
    this.begin = nanos.getAsLong();
  }

  /** Asks from now on. */
  void start() {
    var unused = timer.scheduleAtFixedRate(this::beat, 0, every.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Has the next question asked. Whatever becomes of it, the one after it is asked too. */
  void beat() {
    int number = asked++;
    askers.execute(() -> ask(number));
  }

  private void ask(int number) {
    try {
      question.accept(number);
      answered.put(number, sinceDue(number));
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private synchronized void failed(RuntimeException failure) {
    failures.add(failure);
  }

  private double sinceDue(int number) {
    return (nanos.getAsLong() - begin - number * every.toNanos()) / 1e6;
  }

  /**
   * The 99th percentile of the answers to questions that were due then, in milliseconds. What is
   * not answered yet counts for as long as it has waited.
   *
   * @param from the first nanosecond, not before the first question
   * @param to the first one that is too late
   * @throws IOException when any question so far got no answer: no latency tells how bad that is
   */
  synchronized double p99(long from, long to) throws IOException {
    if (!failures.isEmpty()) {
      throw new IOException("questions without an answer: " + failures.size(), failures.get(0));
    }
    return Figure.percentile(
        99, IntStream.range(firstDue(from), firstDue(to)).mapToDouble(this::latency).toArray());
  }

  private int firstDue(long from) {
    return (int) -Math.floorDiv(begin - from, every.toNanos());
  }

  private double latency(int number) {
    Double ms = answered.get(number);
    return ms == null ? sinceDue(number) : ms;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
