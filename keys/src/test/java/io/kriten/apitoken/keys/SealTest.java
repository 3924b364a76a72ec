package io.kriten.apitoken.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SealTest {

  private static final Pepper PEPPER = new Pepper(1, bytes(1));
  private static final Digest DIGEST = new Digest(bytes(2));
  private static final SealSubject SUBJECT =
      new SealSubject("token", 3, DIGEST, "alice", "uid", List.of("devs", "ops"));

  private static byte[] bytes(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return bytes;
  }

  private static SealSubject owned(String username, String uid, String... groups) {
    return new SealSubject("token", 3, DIGEST, username, uid, List.of(groups));
  }

  static Stream<SealSubject> otherSubjects() {
    return Stream.of(
        new SealSubject("Token", 3, DIGEST, "alice", "uid", List.of("devs", "ops")),
        new SealSubject("token", 2, DIGEST, "alice", "uid", List.of("devs", "ops")),
        new SealSubject("token", 4, DIGEST, "alice", "uid", List.of("devs", "ops")),
        new SealSubject("token", 3 + (1L << 32), DIGEST, "alice", "uid", List.of("devs", "ops")),
        new SealSubject("token", 3, new Digest(bytes(3)), "alice", "uid", List.of("devs", "ops")),
        owned("Alice", "uid", "devs", "ops"),
        owned("alice", "Uid", "devs", "ops"),
        owned("alice", "", "devs", "ops"),
        owned("alice", "uid", "devs", "op"),
        owned("alice", "uid", "devs"),
        owned("alice", "uid"),
        owned("alice", "uid", "devs", "ops", "admins"),
        // Boundaries: the same characters in the same order, cut elsewhere.
        owned("aliceu", "id", "devs", "ops"),
        owned("alic", "euid", "devs", "ops"),
        owned("aliceuid", "", "devs", "ops"),
        owned("", "aliceuid", "devs", "ops"),
        owned("alice", "uiddevs", "ops"),
        owned("alice", "uidd", "evs", "ops"),
        owned("alice", "uid", "devsops"),
        owned("alice", "uid", "devso", "ps"),
        owned("alice", "uid", "dev", "sops"),
        owned("alice", "uid", "", "devs", "ops"),
        owned("alice", "uid", "d", "evs", "ops"),
        owned("alice", "devs", "ops", "uid"),
        owned("uid", "alice", "devs", "ops"),
        new SealSubject("toke", 3, DIGEST, "nalice", "uid", List.of("devs", "ops")),
        new SealSubject("", 3, DIGEST, "tokenalice", "uid", List.of("devs", "ops")));
  }

  @ParameterizedTest
  @MethodSource("otherSubjects")
  void breaksOnAnyChangedFieldAndOnAnyMovedBoundary(SealSubject other) {
    Seal seal = PEPPER.seal(SUBJECT);

    assertThat(PEPPER.verifies(seal, SUBJECT)).isTrue();
    assertThat(PEPPER.verifies(seal, other)).isFalse();
    assertThat(PEPPER.seal(other)).isNotEqualTo(seal);
  }

  /** Few letters and short texts, so that equal concatenations are frequent. */
  @Provide
  Arbitrary<SealSubject> subjects() {
    Arbitrary<String> text = Arbitraries.strings().withChars("ab\u0000\u0001").ofMaxLength(3);
    return Combinators.combine(
            text,
            Arbitraries.longs().between(1, 2),
            Arbitraries.of(DIGEST, new Digest(bytes(3))),
            text,
            text,
            text.list().ofMaxSize(3))
        .as(SealSubject::new);
  }

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void subjectsThatDifferHaveDifferentEncodings(
      @ForAll("subjects") SealSubject one, @ForAll("subjects") SealSubject other) {
    Assume.that(!one.equals(other));

    assertThat(one.encode()).isNotEqualTo(other.encode());
  }

  @Property
  void verifiesWhatThisPepperSealedAndNothingElse(@ForAll("subjects") SealSubject subject) {
    Seal seal = PEPPER.seal(subject);

    assertThat(PEPPER.verifies(seal, subject)).isTrue();
    assertThat(new Pepper(1, bytes(9)).verifies(seal, subject)).isFalse();
  }

  @Test
  void breaksOnEveryChangedBit() {
    byte[] seal = PEPPER.seal(SUBJECT).bytes();
    for (int bit = 0; bit < seal.length * 8; bit++) {
      byte[] changed = seal.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(PEPPER.verifies(new Seal(changed), SUBJECT)).as("bit %d", bit).isFalse();
    }
  }

  @Property
  void groupsAreASet(@ForAll List<String> groups) {
    List<String> shuffledAndDoubled = new ArrayList<>(groups);
    shuffledAndDoubled.addAll(groups);
    Collections.reverse(shuffledAndDoubled);

    assertThat(new SealSubject("token", 3, DIGEST, "alice", "uid", shuffledAndDoubled))
        .isEqualTo(new SealSubject("token", 3, DIGEST, "alice", "uid", groups));
  }

  @Test
  void noUidIsAnEmptyUid() {
    assertThat(owned("alice", null)).isEqualTo(owned("alice", ""));
  }

  @Test
  void tokenDigestAndUsernameAreThere() {
    assertThatNullPointerException()
        .isThrownBy(() -> new SealSubject(null, 1, DIGEST, "alice", "", List.of()))
        .withMessage("tokenUid");
    assertThatNullPointerException()
        .isThrownBy(() -> new SealSubject("token", 1, null, "alice", "", List.of()))
        .withMessage("digest");
    assertThatNullPointerException()
        .isThrownBy(() -> new SealSubject("token", 1, DIGEST, null, "", List.of()))
        .withMessage("username");
  }
}
