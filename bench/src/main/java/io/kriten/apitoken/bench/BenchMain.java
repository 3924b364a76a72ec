package io.kriten.apitoken.bench;

import io.kriten.apitoken.bench.facade.FacadeAccount;
import io.kriten.apitoken.bench.facade.FacadeProcess;
import io.kriten.apitoken.bench.facade.StartBench;
import io.kriten.apitoken.bench.live.DisableLagBench;
import io.kriten.apitoken.bench.live.ExpiryStormBench;
import io.kriten.apitoken.bench.load.LoadBench;
import io.kriten.apitoken.bench.micro.MicroBench;
import io.kriten.apitoken.bench.report.Report;
import io.kriten.apitoken.bench.seed.BenchCluster;
import io.kriten.apitoken.bench.seed.SeededToken;
import io.kriten.apitoken.local.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
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
  public Integer call() throws IOException, InterruptedException, RunnerException {
    Size size = quick ? Size.QUICK : Size.FULL;
    try (Scratch scratch = Scratch.open(work)) {
      try (BenchCluster cluster =
          BenchCluster.start(scratch.resolve("cluster"), chart, Progress::tell)) {
        cluster.startWorkloads();
        found(new CreateBench(cluster.local()).run(size.creates()));
        cluster.stopWorkloads();
        Progress.tell("Waiting until %,d tokens expire".formatted(size.expiring()));
        found(new ExpiryStormBench(cluster).run(size.expiring(), size.stormIn()));
        large(size, scratch, cluster);
      }
      Progress.tell("Timing the steps of a decision");
      new MicroBench(scratch.directory()).run(size.rounds(), this::found);
      Progress.tell("Starting clusters");
      found(new LocalStartBench(scratch.resolve("start"), chart).run(size.starts()));
    }
    if (repository != null) {
      Report.write(results, repository);
    }
    Progress.tell("Written to " + results);
    return 0;
  }

  private void large(Size size, Scratch scratch, BenchCluster cluster)
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
      new StartBench(launcher, account, size.tokens()).run(size.coldStarts(), this::found);
      try (FacadeProcess server = FacadeProcess.start(launcher, account, BenchCluster.MANY)) {
        try (FacadeProcess small = FacadeProcess.start(launcher, account, BenchCluster.FEW)) {
          new LoadBench(scratch.directory(), size, this::found)
              .run(
                  new LoadBench.Servers(server, many, small, few),
                  cluster.peppers().tagKey(),
                  cluster.local().adminClient());
        }
        try (FacadeProcess other = FacadeProcess.start(launcher, account, BenchCluster.MANY)) {
          found(new DisableLagBench(cluster, server, other).run(many.subList(0, size.disables())));
        }
      }
    }
  }

  private void found(Figure figure) {
    Progress.tell(figure.line());
    Results.add(results, figure);
  }
}
