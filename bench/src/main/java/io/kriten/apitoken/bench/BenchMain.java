package io.kriten.apitoken.bench;

import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the benchmarks, prints their figures, and writes them as JSON. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false)
public final class BenchMain implements Callable<Integer> {

  @Option(names = "--quick", description = "Fewer rounds.")
  private boolean quick;

  @Option(names = "--chart", required = true, description = "The directory of the chart.")
  private Path chart;

  @Option(names = "--results", required = true, description = "The JSON file to write.")
  private Path results;

  public static void main(String... arguments) {
    System.exit(new CommandLine(new BenchMain()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (LocalCluster cluster =
        LocalCluster.start(
            LocalSettings.forTests(Files.createTempDirectory("apitoken-bench"), chart))) {
      figures.add(new CreateBench(cluster).run(quick ? 200 : 500));
    }
    figures.add(new LocalStartBench(chart).run(quick ? 3 : 5));
    Results.write(results, figures);
    figures.forEach(figure -> System.out.println(figure.line()));
    return 0;
  }
}
