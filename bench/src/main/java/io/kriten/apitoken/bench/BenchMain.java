package io.kriten.apitoken.bench;

import io.kriten.apitoken.bench.facade.FacadeAccount;
import io.kriten.apitoken.bench.facade.FacadeProcess;
import io.kriten.apitoken.bench.facade.StartBench;
import io.kriten.apitoken.bench.live.DisableLagBench;
import io.kriten.apitoken.bench.live.ExpiryStormBench;
import io.kriten.apitoken.bench.load.LoadBench;
import io.kriten.apitoken.bench.load.SizeBench;
import io.kriten.apitoken.bench.micro.MicroBench;
import io.kriten.apitoken.bench.report.Report;
import io.kriten.apitoken.bench.seed.BenchCluster;
import io.kriten.apitoken.bench.seed.SeededToken;
import io.kriten.apitoken.local.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the benchmarks, prints their figures, and writes them as JSON. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false)
public final class BenchMain implements Callable<Integer> {

  @Option(names = "--quick", description = "Fewer tokens and rounds.")
  private boolean quick;

  @Option(names = "--chart", required = true, description = "The directory of the chart.")
  private Path chart;

  @Option(names = "--work", required = true, description = "A directory for files of the run.")
  private Path work;

  @Option(names = "--results", required = true, description = "The JSON file to write.")
  private Path results;

  @Option(names = "--report", description = "The repository whose documents show the results.")
  private Path repository;

  public static void main(String... arguments) {
    System.exit(new CommandLine(new BenchMain()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Size size = quick ? Size.QUICK : Size.FULL;
    Journal journal = new Journal(results);
    try (Scratch scratch = Scratch.open(work)) {
      try (BenchCluster cluster =
          BenchCluster.start(scratch.resolve("cluster"), chart, Progress::tell)) {
        small(size, cluster, journal);
        large(size, scratch, cluster, journal);
      }
      Progress.tell("Timing the steps of a decision");
      MicroBench steps = new MicroBench(scratch.directory());
      journal.attempt("micro", () -> steps.run(size.rounds(), journal::found));
      Progress.tell("Starting clusters");
      LocalStartBench starts = new LocalStartBench(scratch.resolve("start"), chart);
      journal.attempt("local_start", () -> journal.found(starts.run(size.starts())));
    }
    if (repository != null) {
      Report.write(results, repository);
    }
    Progress.tell("Written to " + results);
    journal.failed().forEach(name -> Progress.tell("NOT MEASURED: " + name));
    return journal.failed().isEmpty() ? 0 : 1;
  }

  private static void small(Size size, BenchCluster cluster, Journal journal)
      throws InterruptedException {
    cluster.startWorkloads();
    CreateBench creates = new CreateBench(cluster.local());
    journal.attempt("create", () -> journal.found(creates.run(size.creates())));
    cluster.stopWorkloads();
    Progress.tell("Waiting until %,d tokens expire".formatted(size.storms().tokens()));
    ExpiryStormBench storms = new ExpiryStormBench(cluster, Clock.systemUTC(), size.storms());
    journal.attempt("expiry_storm", () -> journal.found(storms.run()));
  }

  private static void large(Size size, Scratch scratch, BenchCluster cluster, Journal journal)
      throws IOException, InterruptedException {
    Progress.tell("Writing %,d tokens".formatted(size.tokens()));
    List<SeededToken> few = new ArrayList<>();
    List<SeededToken> many =
        cluster.seed(
            seeder -> {
              few.addAll(seeder.write(BenchCluster.FEW, Size.FEW, null));
              return seeder.write(BenchCluster.MANY, size.tokens(), null);
            });
    Progress.tell(
        "The API server tells of %,d; facades start".formatted(cluster.count(BenchCluster.MANY)));
    FacadeAccount account = FacadeAccount.of(cluster.local(), scratch.directory());
    try (Launcher launcher = new Launcher()) {
      StartBench starts = new StartBench(launcher, account, size.tokens());
      journal.attempt("cold_start", () -> starts.run(size.coldStarts(), journal::found));
      SizeBench sizes = new SizeBench(launcher, account, scratch.resolve("sizes"), size);
      journal.attempt("auth_250k_vs_1k", () -> journal.found(sizes.run(many, few)));
      try (FacadeProcess server = FacadeProcess.start(launcher, account, BenchCluster.MANY)) {
        new LoadBench(scratch.directory(), size, journal)
            .run(server, many, cluster.peppers().tagKey(), cluster.local().adminClient());
        try (FacadeProcess other = FacadeProcess.start(launcher, account, BenchCluster.MANY)) {
          DisableLagBench lags = new DisableLagBench(cluster, server, other);
          List<SeededToken> disabled = many.subList(0, size.disables());
          journal.attempt("disable_lag", () -> journal.found(lags.run(disabled)));
        }
      }
    }
  }
}
