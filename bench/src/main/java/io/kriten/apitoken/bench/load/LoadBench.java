package io.kriten.apitoken.bench.load;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.bench.Journal;
import io.kriten.apitoken.bench.Size;
import io.kriten.apitoken.bench.facade.Answers;
import io.kriten.apitoken.bench.facade.FacadeProcess;
import io.kriten.apitoken.bench.load.FloodBench.Flood;
import io.kriten.apitoken.bench.seed.SeededToken;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TagKey;
import io.kriten.apitoken.keys.TokenKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** Everything that is measured under load. */
public final class LoadBench {

  private static final int BAD_KEYS = 1_500_000;
  private static final int REVOKED_KEYS = 500_000;

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
   * Two servers with their tokens.
   *
   * @param server of many tokens
   * @param small of few
   */
  public record Servers(
      FacadeProcess server, List<SeededToken> many, FacadeProcess small, List<SeededToken> few) {}

  /**
   * Measures.
   *
   * @param own the installation's own key of tags
   */
  public void run(Servers servers, TagKey own, KubernetesClient admin)
      throws IOException, InterruptedException {
    Wrk wrk = Wrk.install(directory);
    KeyFile good = good("many", servers.many());
    KeyFile foreign = minted("foreign", BAD_KEYS, Peppers.generate(random).tagKey());
    DoorBench doors =
        new DoorBench(
            wrk,
            new Duel(size.rounds(), size.warmUp(), size.turn()),
            servers.server(),
            new DoorBench.Keys(good, foreign, junk()));
    KeyFile few = good("few", servers.few());
    // First, while neither process's compiler has seen anything but good keys.
    journal.attempt("auth_250k_vs_1k", () -> journal.found(doors.many(servers.small(), few)));
    journal.attempt("auth_good", () -> journal.found(doors.good()));
    journal.attempt("auth_good_bare", () -> journal.found(doors.goodAgainstBare()));
    journal.attempt("auth_unknown", () -> journal.found(doors.unknown()));
    journal.attempt("auth_junk", () -> journal.found(doors.junk()));
    journal.attempt("tokenreview", () -> journal.found(doors.review()));
    FloodBench floods =
        new FloodBench(wrk, servers.server(), good, new ApiServerRequests(admin), size.turn());
    flood(floods, "flood_foreign", new Flood(FloodBench.AUTH, foreign, 64, 12), "foreign keys");
    Flood constant = new Flood(Answers.REFUSED, foreign, 64, 12);
    flood(floods, "flood_constant", constant, "requests to a route that answers 401");
    Flood revoked = new Flood(FloodBench.AUTH, minted("revoked", REVOKED_KEYS, own), 1_500, 48);
    flood(floods, "flood_revoked", revoked, "keys that were ours");
  }

  private void flood(FloodBench floods, String name, Flood flood, String note)
      throws InterruptedException {
    journal.attempt(name, () -> journal.found(floods.run(name, flood, size.rounds(), note)));
  }

  private KeyFile good(String name, List<SeededToken> tokens) throws IOException {
    List<SeededToken> shuffled = new ArrayList<>(tokens);
    Collections.shuffle(shuffled, new Random(1));
    Iterator<SeededToken> next = shuffled.iterator();
    return KeyFile.write(directory.resolve(name), tokens.size(), () -> next.next().key().reveal());
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
