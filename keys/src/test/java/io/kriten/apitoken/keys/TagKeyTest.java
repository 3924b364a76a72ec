package io.kriten.apitoken.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kriten.apitoken.keys.MintedKeys.Minted;
import java.security.SecureRandom;
import java.util.function.Consumer;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tag tells an installation's own keys. The forgeries here have right checksums, as an attacker
 * who knows the format would see to. Six digits leave one chance in 57 thousand million.
 */
class TagKeyTest {

  @Property
  @Domain(MintedKeys.class)
  void anInstallationKnowsItsOwnKeys(@ForAll Minted minted) {
    assertThat(minted.tagKey().made(minted.key())).isTrue();
    assertThat(minted.tagKey().made(TokenKey.parse(minted.key().reveal()).orElseThrow())).isTrue();
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  @Domain(MintedKeys.class)
  void keysOfAnotherInstallationAreRefused(@ForAll Minted ours, @ForAll Minted theirs) {
    Assume.that(!ours.tagKey().equals(theirs.tagKey()));

    assertThat(ours.tagKey().made(theirs.key())).isFalse();
    assertThat(theirs.tagKey().made(ours.key())).isFalse();
  }

  @Property(tries = 50)
  @Domain(MintedKeys.class)
  void noOtherTagFitsARandomPart(@ForAll Minted minted) {
    forEachChange(
        minted.key().tag(),
        tag -> {
          TokenKey forged = TokenKey.of(minted.key().random(), tag);
          assertThat(TokenKey.parse(forged.reveal())).isPresent();
          assertThat(minted.tagKey().made(forged)).isFalse();
        });
  }

  @Property(tries = 50)
  @Domain(MintedKeys.class)
  void aTagFitsNoOtherRandomPart(@ForAll Minted minted) {
    forEachChange(
        minted.key().random(),
        random -> {
          TokenKey forged = TokenKey.of(random, minted.key().tag());
          assertThat(minted.tagKey().made(forged)).isFalse();
        });
  }

  @Property(tries = 50)
  void aGuessedTagIsRefused(@ForAll long seed) {
    SecureRandom random = Scripted.uniform(seed);
    TagKey tagKey = TagKey.generate(random);
    for (int i = 0; i < 100; i++) {
      TokenKey guess = TokenKey.of(Base62.random(random, 24), Base62.random(random, 6));
      assertThat(tagKey.made(guess)).isFalse();
    }
  }

  @Test
  void generatedTagKeysDiffer() {
    SecureRandom random = Scripted.uniform(1);

    assertThat(TagKey.generate(random)).isNotEqualTo(TagKey.generate(random));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 31, 33, 64})
  void aTagKeyIs32Bytes(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TagKey(new byte[length]))
        .withMessage("the tag key must be 32 bytes long, not " + length);
  }

  private static void forEachChange(String text, Consumer<String> check) {
    for (int i = 0; i < text.length(); i++) {
      for (char c : Base62.ALPHABET.toCharArray()) {
        if (c != text.charAt(i)) {
          check.accept(text.substring(0, i) + c + text.substring(i + 1));
        }
      }
    }
  }
}
