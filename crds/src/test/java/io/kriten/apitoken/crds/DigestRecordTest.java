package io.kriten.apitoken.crds;

import static io.kriten.apitoken.crds.Samples.ALICE;
import static io.kriten.apitoken.crds.Samples.KEY;
import static io.kriten.apitoken.crds.Samples.PEPPERS;
import static io.kriten.apitoken.crds.Samples.UID;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.keys.Digest;
import io.kriten.apitoken.keys.Pepper;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.Seal;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DigestRecordTest {

  private final ApiToken token = Samples.token();
  private final DigestRecord record = Samples.digest(token);

  @Test
  void saysWhatItWasSealedFor() {
    assertThat(record.tokenUid()).isEqualTo(UID);
    assertThat(record.serial()).isEqualTo(1);
    assertThat(record.digest()).isEqualTo(PEPPERS.current().digest(KEY));
    assertThat(record.pepperVersion()).isEqualTo(1);
    assertThat(record.hint()).isEqualTo(KEY.hint());
    assertThat(record.isSealedTo(token, PEPPERS)).isTrue();
  }

  @Test
  void doesNotPrintTheKey() {
    assertThat(record.toString()).doesNotContain(KEY.reveal().substring(8));
  }

  static Stream<ApiToken> otherTokens() {
    return Stream.of(
        Samples.token("7d1f3c6e-0000-4000-8000-000000000000", ALICE, 1),
        Samples.token(UID, ALICE, 2),
        Samples.token(UID, new Owner("bob", ALICE.uid(), ALICE.groups()), 1),
        Samples.token(UID, new Owner("alice", "u-alice-2", ALICE.groups()), 1),
        Samples.token(UID, new Owner("alice", null, ALICE.groups()), 1),
        Samples.token(UID, new Owner("alice", ALICE.uid(), Set.of("devs")), 1),
        Samples.token(UID, new Owner("alice", ALICE.uid(), Set.of("devs", "ops", "sre")), 1),
        Samples.token(UID, new Owner("alice", ALICE.uid(), null), 1));
  }

  @ParameterizedTest
  @MethodSource("otherTokens")
  void isNotSealedToAnyOtherTokenSerialOrOwner(ApiToken other) {
    assertThat(record.isSealedTo(other, PEPPERS)).isFalse();
  }

  static Stream<DigestRecord> otherRecords() {
    DigestRecord good = Samples.digest(Samples.token());
    Digest otherDigest = PEPPERS.current().digest(PEPPERS.tagKey().mint(new SecureRandom()));
    return Stream.of(
        new DigestRecord("another-uid", 1, good.digest(), good.seal(), 1, good.hint()),
        new DigestRecord(UID, 2, good.digest(), good.seal(), 1, good.hint()),
        new DigestRecord(UID, 1, otherDigest, good.seal(), 1, good.hint()),
        new DigestRecord(UID, 1, good.digest(), new Seal(new byte[32]), 1, good.hint()),
        new DigestRecord(UID, 1, good.digest(), good.seal(), 2, good.hint()),
        new DigestRecord(UID, 1, good.digest(), good.seal(), 0, good.hint()),
        new DigestRecord(UID, 1, good.digest(), good.seal(), -1, good.hint()));
  }

  @ParameterizedTest
  @MethodSource("otherRecords")
  void noFieldOfTheRecordCanBeChanged(DigestRecord changed) {
    assertThat(changed.isSealedTo(token, PEPPERS)).isFalse();
  }

  @Test
  void anotherPepperOfThatVersionDidNotSealIt() {
    Peppers others =
        new Peppers(List.of(Pepper.generate(1, new SecureRandom())), 1, PEPPERS.tagKey());

    assertThat(record.isSealedTo(token, others)).isFalse();
  }

  @Test
  void anOlderPepperStillVerifies() {
    Pepper two = Pepper.generate(2, new SecureRandom());
    Peppers rotated = new Peppers(List.of(PEPPERS.current(), two), 2, PEPPERS.tagKey());

    assertThat(record.isSealedTo(token, rotated)).isTrue();
    assertThat(DigestRecord.seal(token, KEY, rotated.current()).pepperVersion()).isEqualTo(2);
  }

  @Test
  void groupsAreASet() {
    Set<String> reversed = new LinkedHashSet<>(List.of("ops", "devs"));

    assertThat(
            record.isSealedTo(
                Samples.token(UID, new Owner("alice", ALICE.uid(), reversed), 1), PEPPERS))
        .isTrue();
  }

  @Test
  void enabledExpiresAndDescriptionAreNotSealed() {
    token.setSpec(
        new ApiTokenSpec(ALICE, "another purpose", false, "2030-01-31T12:00:00Z", 1, null));

    assertThat(record.isSealedTo(token, PEPPERS)).isTrue();
  }
}
