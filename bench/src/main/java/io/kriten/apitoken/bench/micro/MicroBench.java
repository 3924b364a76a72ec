package io.kriten.apitoken.bench.micro;

import io.kriten.apitoken.bench.Figure;
import io.kriten.apitoken.bench.Figure.Round;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link KeySteps} by <a href="https://github.com/openjdk/jmh">JMH</a>. */
public final class MicroBench {

  private static final String YARDSTICK = "hmac";
  private static final List<String> STEPS = List.of("check", "digest", "lookup", "verdict");

  private final Path directory;

  /**
   * @param directory for JMH's files
   */
  public MicroBench(Path directory) {
    this.directory = directory;
  }

  /** Each step in a process of its own, so that no profile of another spoils it. */
  public void run(int iterations, Consumer<Figure> found) throws IOException {
    Map<String, List<Double>> nanos = new HashMap<>();
    for (RunResult run : results(iterations)) {
      String label = run.getPrimaryResult().getLabel();
      nanos.put(
          label,
          run.getBenchmarkResults().stream()
              .flatMap(fork -> fork.getIterationResults().stream())
              .map(iteration -> iteration.getPrimaryResult().getScore())
              .toList());
    }
    for (String step : STEPS) {
      found.accept(figure(step, nanos.get(step), nanos.get(YARDSTICK)));
    }
  }

  private Collection<RunResult> results(int iterations) throws IOException {
    try {
      return new Runner(options(iterations).build()).run();
    } catch (RunnerException e) {
      throw new IOException("JMH failed", e);
    }
  }

  private ChainedOptionsBuilder options(int iterations) {
    return new OptionsBuilder()
        .include(KeySteps.class.getName())
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .forks(1)
        .warmupIterations(2)
        .warmupTime(TimeValue.milliseconds(500))
        .measurementIterations(iterations)
        .measurementTime(TimeValue.milliseconds(500))
        .jvmArgs("-Djava.io.tmpdir=" + directory)
        .verbosity(VerboseMode.SILENT);
  }

  private static Figure figure(String step, List<Double> subject, List<Double> yardstick) {
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < subject.size(); i++) {
      rounds.add(new Round(subject.get(i), yardstick.get(i)));
    }
    return Figure.of(
        "micro_" + step, "ns", rounds, "JMH, 16,384 keys in turn; against a plain HMAC-SHA-256");
  }
}
