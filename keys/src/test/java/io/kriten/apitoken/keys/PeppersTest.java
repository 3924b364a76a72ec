package io.kriten.apitoken.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeppersTest {

  private final SecureRandom random = Scripted.uniform(5);
  private final TagKey tagKey = TagKey.generate(random);
  private final Pepper one = Pepper.generate(1, random);
  private final Pepper two = Pepper.generate(2, random);

  @Test
  void theFirstPepperIsVersionOne() {
    Peppers peppers = Peppers.generate(random);

    assertThat(peppers.current().version()).isEqualTo(1);
    assertThat(peppers.all()).containsExactly(peppers.current());
  }

  @Test
  void knowsEveryVersionAndTheCurrentOne() {
    Peppers peppers = new Peppers(List.of(two, one), 1, tagKey);

    assertThat(peppers.all()).containsExactly(one, two);
    assertThat(peppers.current()).isEqualTo(one);
    assertThat(peppers.version(2)).contains(two);
    assertThat(peppers.version(3)).isEmpty();
    assertThat(peppers.tagKey()).isEqualTo(tagKey);
  }

  @Test
  void areEqualWhenAllOfThemAre() {
    Peppers peppers = new Peppers(List.of(one, two), 1, tagKey);

    assertThat(peppers)
        .isEqualTo(new Peppers(List.of(two, one), 1, new TagKey(tagKey.bytes())))
        .hasSameHashCodeAs(new Peppers(List.of(two, one), 1, tagKey))
        .isNotEqualTo(new Peppers(List.of(one, two), 2, tagKey))
        .isNotEqualTo(new Peppers(List.of(one), 1, tagKey))
        .isNotEqualTo(new Peppers(List.of(one, two), 1, TagKey.generate(random)))
        .isNotEqualTo(new Peppers(List.of(one, Pepper.generate(2, random)), 1, tagKey));
  }

  @Test
  void theCurrentVersionIsThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Peppers(List.of(one, two), 3, tagKey))
        .withMessage("the current pepper version is 3, but the known ones are [1, 2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Peppers(List.of(), 1, tagKey))
        .withMessage("the current pepper version is 1, but the known ones are []");
  }

  @Test
  void noVersionIsThereTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Peppers(List.of(one, Pepper.generate(1, random)), 1, tagKey))
        .withMessage("pepper version 1 is there twice");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void versionsArePositive(int version) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pepper(version, new byte[32]))
        .withMessage("a pepper's version is 1 or more, not " + version);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 31, 33, 64})
  void aPepperIs32Bytes(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pepper(4, new byte[length]))
        .withMessage("pepper 4 must be 32 bytes long, not " + length);
  }

  @Test
  void noSecretIsAView() {
    byte[] bytes = new byte[32];
    Pepper pepper = new Pepper(1, bytes);

    bytes[0] = 1;
    pepper.bytes()[1] = 1;

    assertThat(pepper.bytes()).containsOnly(0);
  }
}
