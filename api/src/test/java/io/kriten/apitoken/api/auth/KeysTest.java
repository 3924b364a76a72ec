package io.kriten.apitoken.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.kriten.apitoken.api.index.TokenIndex;
import io.kriten.apitoken.api.index.WatchLag;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.keys.Digest;
import io.kriten.apitoken.keys.Pepper;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeysTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong now = new AtomicLong();
  private final Map<UUID, Instant> used = new HashMap<>();
  private final Peppers peppers = Peppers.generate(RANDOM);
  private final TokenIndex index = new TokenIndex(new OwnerPolicy(false), List.of("apitokens"));
  private final TokenKey key = peppers.tagKey().mint(RANDOM);
  private Supplier<TokenIndex> trusted = () -> index;
  private final Keys keys =
      new Keys(
          new WatchLag(vertx),
          () -> trusted.get(),
          Keys.rememberUnknown(now::get),
          (token, at) -> used.put(token.uid(), at),
          Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeEach
  void load() {
    index.use(peppers);
  }

  @AfterEach
  void end() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private KeyDecision decide(TokenKey any) {
    return await(keys.decide(any.reveal()));
  }

  private void make(TokenKey made, Pepper pepper, String expires) {
    ApiToken token = new ApiToken();
    token.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("apitokens")
            .withName("a")
            .withUid(UUID.randomUUID().toString())
            .withResourceVersion("1")
            .build());
    token.setSpec(
        new ApiTokenSpec(new Owner("alice", null, null), null, null, expires, null, null));
    Secret digest = DigestSecrets.write(token, DigestRecord.seal(token, made, pepper));
    digest.getMetadata().setResourceVersion("2");
    index.wrote(token);
    index.wrote(digest);
  }

  @Test
  void acceptsAKeyOfALivingToken() {
    make(key, peppers.current(), null);
    KeyDecision decision = decide(key);
    assertThat(decision.accepted()).isTrue();
    assertThat(decision.token().orElseThrow().owner().username()).isEqualTo("alice");
  }

  @Test
  void tellsOfAcceptedKeysOnly() {
    make(key, peppers.current(), NOW.toString());
    assertThat(decide(key).accepted()).isFalse();
    assertThat(used).isEmpty();

    TokenKey good = peppers.tagKey().mint(RANDOM);
    make(good, peppers.current(), null);
    UUID token = decide(good).token().orElseThrow().uid();
    assertThat(used).containsExactly(Map.entry(token, NOW));
  }

  @Test
  void refusesFromTheInstantOfExpiryOn() {
    make(key, peppers.current(), NOW.toString());
    assertThat(decide(key).reason()).isEqualTo("Expired");
  }

  @Test
  void acceptsUntilThen() {
    make(key, peppers.current(), NOW.plusMillis(1).toString());
    assertThat(decide(key).accepted()).isTrue();
  }

  @Test
  void acceptsAKeyOfAnOlderPepper() {
    Pepper next = Pepper.generate(2, RANDOM);
    index.use(new Peppers(List.of(peppers.current(), next), 2, peppers.tagKey()));
    make(key, peppers.current(), null);
    assertThat(decide(key).accepted()).isTrue();
  }

  @Test
  void refusesForeignKeysWithoutWaiting() {
    TokenKey foreign = Peppers.generate(RANDOM).tagKey().mint(RANDOM);
    assertThat(keys.decide(foreign.reveal()).isComplete()).isTrue();
    assertThat(decide(foreign)).isEqualTo(KeyDecision.FOREIGN);
  }

  @Test
  void waitsForAKeyOfOursThatIsOnItsWay() {
    Future<KeyDecision> decision = keys.decide(key.reveal());
    assertThat(decision.isComplete()).isFalse();
    make(key, peppers.current(), null);
    assertThat(await(decision).accepted()).isTrue();
  }

  @Test
  void refusesAnUnknownKeyAfterAWhileAndTheNextTimeAtOnce() {
    Future<KeyDecision> first = keys.decide(key.reveal());
    assertThat(first.isComplete()).isFalse();
    assertThat(await(first)).isEqualTo(KeyDecision.UNKNOWN);
    assertThat(keys.decide(key.reveal()).isComplete()).isTrue();
    make(key, peppers.current(), null);
    assertThat(decide(key).accepted()).isTrue();
  }

  @Test
  void remembersForFiveSecondsThatAKeyIsUnknown() {
    assertThat(decide(key)).isEqualTo(KeyDecision.UNKNOWN);
    now.addAndGet(Duration.ofSeconds(5).toNanos() - 1);
    assertThat(keys.decide(key.reveal()).isComplete()).isTrue();
    now.addAndGet(1);
    assertThat(keys.decide(key.reveal()).isComplete()).isFalse();
  }

  @Test
  void waitsAQuarterOfASecondForAnUnknownKey() {
    long begun = System.nanoTime();
    assertThat(decide(key)).isEqualTo(KeyDecision.UNKNOWN);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(Duration.ofMillis(240), Duration.ofSeconds(2));
  }

  @Test
  void onlySoManyMayWaitAndTheOthersGet503() {
    List<Digest> wanted = List.of(new Digest(new byte[32]));
    int waiting = 0;
    while (index.awaitDigests(wanted, () -> {}).isPresent()) {
      waiting++;
    }
    assertThat(waiting).isLessThanOrEqualTo(10_000);
    assertThatThrownBy(() -> decide(key))
        .cause()
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(503));

    make(key, peppers.current(), null);
    assertThat(decide(key).accepted()).as("good keys never wait").isTrue();
    assertThat(decide(Peppers.generate(RANDOM).tagKey().mint(RANDOM)))
        .as("nor do foreign ones")
        .isEqualTo(KeyDecision.FOREIGN);
  }

  @Test
  void decidesNothingWhileTheIndexCannotBeTrusted() {
    trusted =
        () -> {
          throw Refusal.loading();
        };
    make(key, peppers.current(), null);
    assertThatThrownBy(() -> decide(key))
        .cause()
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(503));
    assertThat(await(keys.decide("kri_nonsense"))).isEqualTo(KeyDecision.MALFORMED);
  }
}
