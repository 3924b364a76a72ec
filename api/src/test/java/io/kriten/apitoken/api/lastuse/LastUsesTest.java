package io.kriten.apitoken.api.lastuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written of last uses, how often, and by whom. */
class LastUsesTest {

  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PERIOD = Duration.ofMinutes(5);

  private final Random random = new Random(7);
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final StoredShards store = new StoredShards();
  private final Set<UUID> living = new HashSet<>();
  private boolean isSynced = true;
  private final Replica uses = replica();
  private final UUID token = token(random.nextLong());
  private final UUID neighbour = token(token.getMostSignificantBits());

  private Replica replica() {
    return new Replica();
  }

  /** A process with a memory of its own, which knows the living tokens. */
  private final class Replica implements UsedTokens {

    private final Map<UUID, UsedToken> memory = new HashMap<>();
    private int looks;
    private final LastUses lastUses =
        new LastUses(store, now::get, () -> isSynced ? Optional.of(this) : Optional.empty());

    @Override
    public Optional<UsedToken> used(UUID uid) {
      return living.contains(uid) ? Optional.of(memoryOf(uid)) : Optional.empty();
    }

    @Override
    public void forEachUsed(Consumer<UsedToken> visitor) {
      looks++;
      living.forEach(uid -> visitor.accept(memoryOf(uid)));
    }

    private UsedToken memoryOf(UUID uid) {
      return memory.computeIfAbsent(uid, UsedToken::new);
    }

    void used(UUID uid, Instant at) {
      lastUses.used(memoryOf(uid), at);
    }

    /** As the index does with each change of a token. */
    void change(UUID uid) {
      memory.put(uid, new UsedToken(memoryOf(uid)));
    }

    Optional<Instant> of(UUID token) {
      return lastUses.of(token);
    }

    void sweep() {
      lastUses.sweep();
    }

    void flush() {
      lastUses.flush();
    }
  }

  private UUID token(long begin) {
    UUID made = new UUID(begin, random.nextLong());
    living.add(made);
    return made;
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static long second(Instant at) {
    return at.getEpochSecond();
  }

  @Test
  void isAbsentUntilTheFirstUseAndThenTheLatest() {
    assertThat(uses.of(token)).isEmpty();
    uses.used(token, T0.plusMillis(1_999));
    assertThat(uses.of(token)).hasValue(T0.plusSeconds(1));
    uses.used(token, T0);
    assertThat(uses.of(token)).hasValue(T0.plusSeconds(1));
  }

  @Test
  void writesDoNotGrowWithTraffic() {
    List<UUID> tokens = Stream.generate(() -> token(random.nextLong())).limit(1_000).toList();
    Duration step = Duration.ofSeconds(5);
    for (int i = 0; i < 4 * PERIOD.dividedBy(step); i++) {
      Instant at = T0.plus(step.multipliedBy(i));
      for (UUID any : tokens) {
        uses.used(any, at);
        uses.used(any, at.plusSeconds(1));
      }
      uses.sweep();
      pass(step);
    }
    assertThat(store.writes)
        .hasSize(LastUses.SHARDS)
        .allSatisfy((shard, times) -> assertThat(times).isEqualTo(4));
  }

  @Test
  void aShardIsWrittenAtMostOnceInFiveMinutesAndNotWithoutNews() {
    uses.used(token, T0);
    uses.sweep();
    assertThat(store.written()).isEqualTo(1);
    uses.used(token, T0.plusSeconds(1));
    pass(PERIOD.minusNanos(1));
    uses.sweep();
    assertThat(store.written()).isEqualTo(1);
    pass(Duration.ofNanos(1));
    uses.sweep();
    assertThat(store.written()).isEqualTo(2);

    pass(PERIOD.multipliedBy(10));
    uses.sweep();
    assertThat(store.written()).as("nothing is new").isEqualTo(2);
  }

  @Test
  void aSweepLooksOnceAtAllTokensHoweverManyShardsAreDue() {
    for (int i = 0; i < 1_000; i++) {
      uses.used(token(random.nextLong()), T0);
    }
    uses.sweep();
    assertThat(store.writes).hasSize(LastUses.SHARDS);
    assertThat(store.uses()).hasSize(1_000);
    assertThat(uses.looks).isEqualTo(1);

    uses.sweep();
    assertThat(uses.looks).as("nothing is new").isEqualTo(1);
  }

  @Test
  void aUseOnOneReplicaIsSeenOnAnother() {
    Replica other = replica();
    assertThat(other.of(token)).isEmpty();
    uses.used(token, T0);
    uses.sweep();
    pass(Duration.ofSeconds(5));
    assertThat(other.of(token)).hasValue(T0);
  }

  @Test
  void manyReadsAskOnceInFiveSeconds() {
    for (int i = 0; i < 100; i++) {
      assertThat(uses.of(token)).isEmpty();
    }
    assertThat(store.reads).isEqualTo(1);
  }

  @Test
  void ofTwoWritersTheLaterInstantWins() {
    Replica other = replica();
    uses.used(token, T0.plusSeconds(9));
    uses.used(neighbour, T0);
    other.used(token, T0);
    other.used(neighbour, T0.plusSeconds(9));
    store.meanwhile = other::sweep;
    uses.sweep();
    assertThat(store.conflicts).isEqualTo(1);
    assertThat(store.uses())
        .containsEntry(token, second(T0.plusSeconds(9)))
        .containsEntry(neighbour, second(T0.plusSeconds(9)));
  }

  @Test
  void aChangeOfTheTokenMeanwhileHidesNoUseOfAnotherReplica() {
    Replica other = replica();
    uses.used(token, T0);
    other.used(token, T0.plusSeconds(9));
    store.meanwhile =
        () -> {
          uses.change(token);
          other.sweep();
        };
    uses.sweep();
    assertThat(store.uses()).containsEntry(token, second(T0.plusSeconds(9)));

    other.used(token, T0.plusSeconds(20));
    other.flush();
    pass(PERIOD);
    store.meanwhile = () -> uses.change(token);
    assertThat(uses.of(token)).hasValue(T0.plusSeconds(20));
  }

  @Test
  void aProcessThatEndsInTheMiddleOfASweepWritesWhatThatHasNotWritten() {
    for (int i = 0; i < 1_000; i++) {
      uses.used(token(random.nextLong()), T0);
    }
    store.meanwhile =
        () -> {
          uses.flush();
          assertThat(store.uses()).hasSize(1_000);
        };
    uses.sweep();
    assertThat(store.uses()).hasSize(1_000);
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenLater() {
    uses.used(token, T0);
    store.isAway = true;
    uses.sweep();
    uses.sweep();
    assertThat(store.reads).as("tried once, and not again and again").isEqualTo(1);
    assertThat(uses.of(token)).as("what this replica knows").hasValue(T0);

    store.isAway = false;
    pass(Duration.ofSeconds(30));
    uses.sweep();
    assertThat(store.uses()).containsKey(token);
  }

  @Test
  void aProcessThatDiesLosesItsLatestUsesAndNothingElse() {
    uses.used(token, T0);
    uses.sweep();
    uses.used(token, T0.plusSeconds(60));

    Replica afterTheCrash = replica();
    assertThat(afterTheCrash.of(token)).hasValue(T0);
  }

  @Test
  void aProcessThatEndsWritesWhatItKnowsUpToTheFirstFailure() {
    uses.used(token, T0);
    uses.sweep();
    uses.used(token, T0.plusSeconds(60));
    uses.flush();
    assertThat(store.uses()).containsEntry(token, second(T0.plusSeconds(60)));

    for (int i = 0; i < 100; i++) {
      uses.used(token(random.nextLong()), T0);
    }
    store.isAway = true;
    int tried = store.reads;
    uses.flush();
    assertThat(store.reads).isEqualTo(tried + 1);
  }

  @Test
  void tokensThatAreGoneAreForgotten() {
    uses.used(token, T0);
    uses.sweep();
    living.remove(token);
    uses.used(neighbour, T0);
    pass(PERIOD);
    uses.sweep();
    assertThat(store.uses()).containsOnlyKeys(neighbour);
    assertThat(uses.of(token)).isEmpty();
  }

  @Test
  void nothingIsForgottenWhileNobodyKnowsWhichTokensThereAre() {
    uses.used(token, T0);
    isSynced = false;
    uses.sweep();
    uses.flush();
    assertThat(store.reads).isZero();
    isSynced = true;
    uses.sweep();
    assertThat(store.uses()).containsKey(token);
  }
}
