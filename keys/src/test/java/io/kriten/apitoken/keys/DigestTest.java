package io.kriten.apitoken.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kriten.apitoken.keys.MintedKeys.Minted;
import java.security.SecureRandom;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

  @Property(edgeCases = EdgeCasesMode.NONE)
  @Domain(MintedKeys.class)
  @Domain(DomainContext.Global.class)
  void oneKeyHasOneDigestUnderOnePepper(
      @ForAll Minted one, @ForAll Minted other, @ForAll long seed) {
    Assume.that(!one.key().equals(other.key()));
    SecureRandom random = Scripted.uniform(seed);
    Pepper pepper = Pepper.generate(1, random);
    KeyDigester digester = pepper.digester();

    assertThat(digester.digest(one.key()))
        .isEqualTo(pepper.digest(one.key()))
        .isEqualTo(digester.digest(one.key()))
        .isNotEqualTo(digester.digest(other.key()))
        .isNotEqualTo(Pepper.generate(1, random).digest(one.key()));
  }

  @Test
  void differsFromEveryDigestWithOneOtherBit() {
    byte[] bytes = new byte[32];
    Digest digest = new Digest(bytes);
    for (int bit = 0; bit < 256; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(new Digest(changed)).as("bit %d", bit).isNotEqualTo(digest);
    }
    assertThat(new Digest(bytes.clone())).isEqualTo(digest).hasSameHashCodeAs(digest);
  }

  @Test
  void isNoView() {
    byte[] bytes = new byte[32];
    Digest digest = new Digest(bytes);
    Seal seal = new Seal(bytes);

    bytes[0] = 1;
    digest.bytes()[1] = 1;
    seal.bytes()[1] = 1;

    assertThat(digest.bytes()).containsOnly(0);
    assertThat(seal.bytes()).containsOnly(0);
  }

  @Test
  void aDigestIsNoSeal() {
    assertThat((Object) new Digest(new byte[32])).isNotEqualTo(new Seal(new byte[32]));
    assertThat((Object) new Seal(new byte[32])).isNotEqualTo(new Digest(new byte[32]));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void digestAndSealAre32Bytes(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Digest(new byte[length]))
        .withMessage("a digest is 32 bytes long, not " + length);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Seal(new byte[length]))
        .withMessage("a seal is 32 bytes long, not " + length);
  }
}
