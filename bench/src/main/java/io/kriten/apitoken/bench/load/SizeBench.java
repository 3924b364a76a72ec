package io.kriten.apitoken.bench.load;

import io.kriten.apitoken.bench.Figure;
import io.kriten.apitoken.bench.Size;
import io.kriten.apitoken.bench.facade.FacadeAccount;
import io.kriten.apitoken.bench.facade.FacadeProcess;
import io.kriten.apitoken.bench.load.Contest.Yardstick;
import io.kriten.apitoken.bench.seed.BenchCluster;
import io.kriten.apitoken.bench.seed.SeededToken;
import io.kriten.apitoken.local.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether many tokens make a request dearer than few. Several pairs of processes are compared: one
 * process differs from the next of the same kind by a tenth, by what its compiler decided. None of
 * them has seen anything but good keys.
 */
public final class SizeBench {

  private final Launcher launcher;
  private final FacadeAccount account;
  private final Path directory;
  private final Wrk wrk;
  private final Size size;

  /**
   * @param directory for its files, which is made; whoever named it removes it
   */
  public SizeBench(Launcher launcher, FacadeAccount account, Path directory, Size size)
      throws IOException {
    this.launcher = launcher;
    this.account = account;
    this.directory = Files.createDirectory(directory);
    this.wrk = Wrk.install(directory);
    this.size = size;
  }

  /** The figure of the pair in the middle. */
  public Figure run(List<SeededToken> many, List<SeededToken> few)
      throws IOException, InterruptedException {
    KeyFile manyKeys = KeyFile.ofAll(directory.resolve("many"), many);
    KeyFile fewKeys = KeyFile.ofAll(directory.resolve("few"), few);
    List<Figure> pairs = new ArrayList<>();
    for (int i = 0; i < size.pairs(); i++) {
      try (FacadeProcess large = FacadeProcess.start(launcher, account, BenchCluster.MANY);
          FacadeProcess small = FacadeProcess.start(launcher, account, BenchCluster.FEW)) {
        pairs.add(compared(large, manyKeys, small, fewKeys));
      }
    }
    return Figure.middle(pairs);
  }

  private Figure compared(
      FacadeProcess large, KeyFile manyKeys, FacadeProcess small, KeyFile fewKeys)
      throws IOException {
    String note =
        "%,d tokens against %,d, two processes, the middle of %d such pairs"
            .formatted(manyKeys.size(), fewKeys.size(), size.pairs());
    return new Contest(size.rounds(), size.warmUp(), size.turn())
        .hold(
            side(large, manyKeys),
            List.of(new Yardstick("auth_250k_vs_1k", side(small, fewKeys), note)))
        .get(0);
  }

  private Side side(FacadeProcess server, KeyFile keys) {
    return new Side(wrk, server, server.url(), Request.get(DoorBench.AUTH), keys, false);
  }
}
