package io.kriten.apitoken.bench.facade;

import io.kriten.apitoken.bench.Figure;
import io.kriten.apitoken.bench.Figure.Round;
import io.kriten.apitoken.bench.seed.BenchCluster;
import io.kriten.apitoken.local.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How long a facade takes to be ready, and how much memory it has taken then. */
public final class StartBench {

  private final Launcher launcher;
  private final FacadeAccount account;
  private final int tokens;

  /**
   * @param tokens in the large namespace
   */
  public StartBench(Launcher launcher, FacadeAccount account, int tokens) {
    this.launcher = launcher;
    this.account = account;
    this.tokens = tokens;
  }

  /** Starts facades, with tokens and without, and readers of the two lists, in turn. */
  public void run(int rounds, Consumer<Figure> found) throws IOException, InterruptedException {
    List<Round> starts = new ArrayList<>();
    List<Round> heaps = new ArrayList<>();
    // The first reader warms the API server up.
    lists();
    for (int i = 0; i < rounds; i++) {
      double empty = heap(BenchCluster.NONE);
      try (FacadeProcess facade = FacadeProcess.start(launcher, account, BenchCluster.MANY)) {
        heaps.add(new Round(facade.liveBytes(), empty));
        starts.add(new Round(facade.readyAfter(), lists()));
      }
    }
    found.accept(
        Figure.of(
            "cold_start_250k",
            "s",
            starts,
            "%,d tokens, from the start of the process; against the two lists, decoded and dropped"
                .formatted(tokens)));
    Figure heap = Figure.of("bytes_per_token", "B of heap", heaps, "");
    found.accept(
        new Figure(
            heap.name(),
            heap.unit(),
            (heap.subject() - heap.yardstick()) / tokens,
            heap.subject(),
            heap.yardstick(),
            heap.rounds(),
            "living bytes with %,d tokens less those with none, for each token".formatted(tokens)));
  }

  private double heap(String namespace) throws IOException, InterruptedException {
    try (FacadeProcess facade = FacadeProcess.start(launcher, account, namespace)) {
      return facade.liveBytes();
    }
  }

  private double lists() throws IOException, InterruptedException {
    Path log = account.directory().resolve("lists.log");
    long start = System.nanoTime();
    Process process = launcher.start(account.java(log, TwoLists.class, List.of(BenchCluster.MANY)));
    if (process.waitFor() != 0) {
      throw new IOException("the lists were not read: " + Files.readString(log));
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
