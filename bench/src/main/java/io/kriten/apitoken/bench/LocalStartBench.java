package io.kriten.apitoken.bench;

import io.kriten.apitoken.bench.Figure.Round;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole local cluster, control plane, chart, operator and facade, against its control plane
 * alone, both from nothing but the built programs.
 */
final class LocalStartBench {

  private final Path directory;
  private final Path chart;

  /**
   * @param directory that does not exist between starts
   */
  LocalStartBench(Path directory, Path chart) {
    this.directory = directory;
    this.chart = chart;
  }

  Figure run(int rounds) throws IOException {
    List<Round> measured = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      measured.add(start());
    }
    return Figure.of("local_start", "s", measured, "all of make run but the JVM, from empty data");
  }

  private Round start() throws IOException {
    long[] controlPlaneReady = new long[1];
    long start = System.nanoTime();
    LocalSettings quiet = LocalSettings.forTests(directory, chart);
    LocalSettings settings =
        new LocalSettings(
            quiet.directory(),
            quiet.chart(),
            0,
            0,
            List.of(),
            quiet.chartValues(),
            false,
            line -> {
              if (controlPlaneReady[0] == 0 && line.startsWith("Installing")) {
                controlPlaneReady[0] = System.nanoTime();
              }
            });
    LocalCluster cluster = LocalCluster.start(settings);
    try (cluster) {
      return new Round((System.nanoTime() - start) / 1e9, (controlPlaneReady[0] - start) / 1e9);
    } finally {
      Scratch.delete(directory);
    }
  }
}
