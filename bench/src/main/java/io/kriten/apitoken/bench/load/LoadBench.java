package io.kriten.apitoken.bench.load;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.bench.Figure;
import io.kriten.apitoken.bench.Journal;
import io.kriten.apitoken.bench.Size;
import io.kriten.apitoken.bench.facade.Answers;
import io.kriten.apitoken.bench.facade.FacadeProcess;
import io.kriten.apitoken.bench.load.DoorBench.Against;
import io.kriten.apitoken.bench.load.FloodBench.Flood;
import io.kriten.apitoken.bench.seed.SeededToken;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TagKey;
import io.kriten.apitoken.keys.TokenKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;

/** Everything that is measured under load. */
public final class LoadBench {

  private static final int FOREIGN_FOR_A_REVOKED = 10;

  private final Path directory;
  private final Size size;
  private final Journal journal;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param directory for its files; whoever made it removes it
   * @param journal gets each figure
   */
  public LoadBench(Path directory, Size size, Journal journal) {
    this.directory = directory;
    this.size = size;
    this.journal = journal;
  }

  /**
   * Measures.
   *
   * @param server of these tokens
   * @param own the installation's own key of tags
   */
  public void run(
      FacadeProcess server, List<SeededToken> tokens, TagKey own, KubernetesClient admin)
      throws IOException, InterruptedException {
    Wrk wrk = Wrk.install(directory);
    KeyFile good = KeyFile.ofAll(directory.resolve("good"), tokens);
    KeyFile foreign = minted("foreign", size.foreignKeys(), Peppers.generate(random).tagKey());
    DoorBench doors =
        new DoorBench(
            wrk,
            new Contest(size.rounds(), size.warmUp(), size.turn()),
            server,
            new DoorBench.Keys(good, foreign, junk()));
    contest("auth_good", () -> doors.good(Against.ROUTE_AND_EMPTY_SERVER));
    Against against = size.bareDoors() ? Against.ROUTE_AND_EMPTY_SERVER : Against.ROUTE;
    contest("auth_unknown", () -> doors.unknown(against));
    contest("auth_junk", () -> doors.junk(against));
    contest("tokenreview", () -> doors.review(against));
    FloodBench floods =
        new FloodBench(wrk, server, good, new ApiServerRequests(admin), size.turn());
    flood(floods, "flood_foreign", new Flood(DoorBench.AUTH, foreign, 64, 12), "foreign keys");
    Flood constant = new Flood(Answers.REFUSED, foreign, 64, 12);
    flood(floods, "flood_constant", constant, "requests to a route that answers 401");
    KeyFile gone = minted("revoked", size.foreignKeys() / FOREIGN_FOR_A_REVOKED, own);
    Flood revoked = new Flood(DoorBench.AUTH, gone, 1_500, 48);
    flood(floods, "flood_revoked", revoked, "keys that were ours");
  }

  private interface DoorContest {
    List<Figure> hold() throws IOException;
  }

  private void contest(String name, DoorContest contest) throws InterruptedException {
    journal.attempt(name, () -> contest.hold().forEach(journal::found));
  }

  private void flood(FloodBench floods, String name, Flood flood, String note)
      throws InterruptedException {
    journal.attempt(name, () -> journal.found(floods.run(name, flood, size.rounds(), note)));
  }

  private KeyFile minted(String name, int count, TagKey tags) throws IOException {
    return KeyFile.write(directory.resolve(name), count, () -> tags.mint(random).reveal());
  }

  private KeyFile junk() throws IOException {
    Random digits = new Random(1);
    return KeyFile.write(
        directory.resolve("junk"),
        Size.FEW,
        () -> TokenKey.PREFIX + "%036x".formatted(digits.nextLong() >>> 1));
  }
}
