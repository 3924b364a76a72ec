package io.kriten.apitoken.api.index;

import static io.kriten.apitoken.api.index.Fixture.ALICE;
import static io.kriten.apitoken.api.index.Fixture.NAMESPACE;
import static io.kriten.apitoken.api.index.Fixture.OTHER_UID;
import static io.kriten.apitoken.api.index.Fixture.UID;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.keys.Digest;
import io.kriten.apitoken.keys.Pepper;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenIndexTest {

  private static final UUID ID = UUID.fromString(UID);

  private final Fixture given = new Fixture();
  private final TokenKey key = given.key();
  private final ApiToken token = Fixture.token(10);
  private final Secret digest = given.digest(token, key, 11);
  private final TokenIndex index =
      new TokenIndex(new OwnerPolicy(false), List.of(NAMESPACE, "others"));
  private final Sink<ApiToken> tokens = index.tokens(NAMESPACE);
  private final Sink<Secret> digests = index.digests(NAMESPACE);

  @BeforeEach
  void load() {
    index.use(given.peppers);
  }

  private String state() {
    return state(key);
  }

  private String state(TokenKey of) {
    return index
        .find(digestOf(of))
        .map(entry -> entry.verdict(Instant.EPOCH).reason().name())
        .orElse("Unknown");
  }

  private Digest digestOf(TokenKey of) {
    return given.peppers.current().digest(of);
  }

  private void loaded() {
    tokens.changed(token);
    digests.changed(digest);
  }

  @Test
  void aWriteOfOursCountsAtOnceAndOlderNewsDoNotUndoIt() {
    loaded();
    index.wrote(Fixture.disabled(20));
    assertThat(state()).isEqualTo("Disabled");
    tokens.changed(Fixture.token(15));
    assertThat(state()).isEqualTo("Disabled");
    tokens.changed(Fixture.token(21));
    assertThat(state()).isEqualTo("Active");
  }

  @Test
  void aUseOfAnEntryThatIsBeingReplacedIsKept() {
    loaded();
    index.update(
        NAMESPACE,
        ID,
        entry -> {
          Entry next = entry.withToken(entry.token().orElseThrow().ofVersion(20));
          entry.learn(1_000);
          return next;
        });
    assertThat(index.find(ID).orElseThrow().second()).isEqualTo(1_000);
  }

  @Test
  void aTokenThatWeMakeIsUsableBeforeTheWatchTellsOfIt() {
    index.wrote(token);
    index.wrote(digest);
    assertThat(state()).isEqualTo("Active");
  }

  @Test
  void aWriteOfOursThatTheWatchHasPassedNeverRevivesWhatIsGone() {
    loaded();
    tokens.deleted(Fixture.token(30));
    digests.deleted(given.digest(token, key, 31));
    index.wrote(Fixture.token(20));
    index.wrote(digest);
    assertThat(state()).isEqualTo("Unknown");
    assertThat(index.size()).isZero();
  }

  @Test
  void aWriteOfOursThatAListHasPassedNeverRevivesWhatIsGone() {
    loaded();
    tokens.listing(30);
    tokens.listed(Set.of(), 30);
    index.wrote(Fixture.token(20));
    assertThat(state()).isEqualTo("Unknown");
  }

  @Test
  void aWriteOfOursCountsThoughAListStillTellsOlderObjects() {
    loaded();
    tokens.listing(60);
    tokens.exists(Fixture.token(OTHER_UID, ALICE, 1, 50));
    index.wrote(Fixture.disabled(45));
    assertThat(state()).isEqualTo("Disabled");
  }

  @Test
  void aWriteOfOursCountsThoughALaterOneWasToldFirst() {
    loaded();
    index.wrote(Fixture.token(OTHER_UID, ALICE, 1, 50));
    index.wrote(Fixture.disabled(45));
    assertThat(state()).isEqualTo("Disabled");
  }

  @Test
  void aTokenThatWeDeletedStaysDeletedWhateverComesLate() {
    loaded();
    index.deleted(NAMESPACE, ID);
    assertThat(state()).isEqualTo("Deleting");
    tokens.changed(Fixture.token(20));
    assertThat(state()).isEqualTo("Deleting");
    tokens.deleted(token);
    digests.deleted(digest);
    assertThat(index.size()).isZero();
  }

  @Test
  void aTokenThatWeDeletedIsForgottenByAListWithoutIt() {
    loaded();
    index.deleted(NAMESPACE, ID);
    tokens.listed(Set.of(), 40);
    digests.listed(Set.of(), 40);
    assertThat(index.size()).isZero();
  }

  @Test
  void whatAListDoesNotHaveIsGone() {
    loaded();
    tokens.listing(40);
    tokens.listed(Set.of(), 40);
    assertThat(state()).isEqualTo("Unknown");
    assertThat(index.find(ID)).isEmpty();
    digests.listed(Set.of(), 40);
    assertThat(index.size()).isZero();
  }

  @Test
  void whatWeWroteAfterAListWasMadeIsNotGone() {
    tokens.reached(5);
    index.wrote(token);
    index.wrote(digest);
    tokens.listing(9);
    tokens.listed(Set.of(), 9);
    digests.listing(9);
    digests.listed(Set.of(), 9);
    assertThat(state()).isEqualTo("Active");
  }

  @Test
  void afterARestoreOfEtcdTheListIsRightThoughItsVersionsAreLower() {
    loaded();
    tokens.changed(Fixture.disabled(1000));
    tokens.listing(500);
    tokens.exists(Fixture.token(400));
    tokens.listed(Set.of(UID), 500);
    assertThat(state()).isEqualTo("Active");
    tokens.listing(300);
    tokens.listed(Set.of(), 300);
    digests.reached(1000);
    digests.listing(300);
    digests.listed(Set.of(), 300);
    assertThat(index.size()).isZero();
  }

  @Test
  void aDigestOfAnotherNamespaceCountsForNothing() {
    tokens.changed(token);
    index
        .digests("others")
        .changed(
            new SecretBuilder(digest).editMetadata().withNamespace("others").endMetadata().build());
    assertThat(state()).isEqualTo("Unknown");
  }

  @Test
  void aDigestIsUnsealedUntilItsPepperIsKnown() {
    Pepper newer = Pepper.generate(2, Fixture.RANDOM);
    Secret underNewer = DigestSecrets.write(token, DigestRecord.seal(token, key, newer));
    underNewer.getMetadata().setResourceVersion("11");
    tokens.changed(token);
    digests.changed(underNewer);
    Digest underPepper2 = newer.digest(key);
    assertThat(index.find(underPepper2).orElseThrow().verdict(Instant.EPOCH).accepts()).isFalse();
    index.use(new Peppers(List.of(given.peppers.current(), newer), 1, given.peppers.tagKey()));
    assertThat(index.find(underPepper2).orElseThrow().verdict(Instant.EPOCH).accepts()).isTrue();
  }

  @Test
  void ownersAreShared() {
    tokens.changed(token);
    tokens.changed(Fixture.token(OTHER_UID, new Owner("alice", "a-1", Set.of("devs")), 1, 12));
    assertThat(index.find(ID).orElseThrow().owner())
        .isEqualTo(ALICE)
        .isSameAs(index.find(UUID.fromString(OTHER_UID)).orElseThrow().owner());
  }

  @Test
  void whoWaitsForADigestIsWokenByItAndNotByOthers() {
    AtomicInteger woken = new AtomicInteger();
    Runnable end = index.awaitDigests(List.of(digestOf(key)), woken::incrementAndGet).orElseThrow();
    tokens.changed(token);
    digests.changed(given.digest(Fixture.token(OTHER_UID, ALICE, 1, 12), given.key(), 13));
    assertThat(woken).hasValue(0);
    digests.changed(digest);
    assertThat(woken).hasValue(1);
    end.run();
    digests.changed(given.digest(token, key, 30));
    assertThat(woken).hasValue(1);
  }

  @Test
  void whoComesAfterTheArrivalIsWokenAtOnce() {
    loaded();
    AtomicInteger woken = new AtomicInteger();
    index.awaitDigests(List.of(digestOf(key)), woken::incrementAndGet).orElseThrow().run();
    index.awaitToken(ID, woken::incrementAndGet).orElseThrow().run();
    assertThat(woken).hasValue(2);
  }

  @Test
  void onlySoManyMayWait() {
    Digest never = digestOf(given.key());
    List<Runnable> ends =
        IntStream.range(0, TokenIndex.MAX_WAITING)
            .mapToObj(i -> index.awaitDigests(List.of(never), () -> {}).orElseThrow())
            .toList();
    assertThat(index.awaitDigests(List.of(never), () -> {})).isEmpty();
    ends.forEach(Runnable::run);
    assertThat(index.awaitDigests(List.of(never), () -> {})).isPresent();
  }
}
