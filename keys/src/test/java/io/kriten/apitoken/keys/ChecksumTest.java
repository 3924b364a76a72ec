package io.kriten.apitoken.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.keys.MintedKeys.Minted;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

/** What the checksum promises of a mistyped key. */
class ChecksumTest {

  private static final int LAST_OF_BODY = TokenKey.LENGTH - TokenKey.CHECKSUM_LENGTH - 1;

  @Property(tries = 200)
  @Domain(MintedKeys.class)
  void everyChangeOfOneCharacterIsCaught(@ForAll Minted minted) {
    char[] typed = minted.key().reveal().toCharArray();
    for (int i = 0; i < typed.length; i++) {
      char right = typed[i];
      for (char wrong = 0; wrong < 256; wrong++) {
        typed[i] = wrong;
        if (wrong != right && TokenKey.parse(new String(typed)).isPresent()) {
          throw new AssertionError(wrong + " instead of " + right + " passes at " + i);
        }
      }
      typed[i] = right;
    }
  }

  @Property(tries = 2_000)
  @Domain(MintedKeys.class)
  void everyTranspositionOfNeighboursIsCaught(@ForAll Minted minted) {
    String key = minted.key().reveal();
    for (int i = 0; i < key.length() - 1; i++) {
      String typed = key.substring(0, i) + key.charAt(i + 1) + key.charAt(i) + key.substring(i + 2);
      if (TokenKey.parse(typed).isPresent() != (key.charAt(i) == key.charAt(i + 1))) {
        throw new AssertionError(key + " with " + i + " and its neighbour exchanged: " + typed);
      }
    }
  }

  /** 2^32 is less than 5 * 62^5. */
  @Test
  void noChecksumBeginsWithADigitAboveFour() {
    assertThat(Base62.encode(0, TokenKey.CHECKSUM_LENGTH)).startsWith("0");
    assertThat(Base62.encode(0xFFFF_FFFFL, TokenKey.CHECKSUM_LENGTH)).startsWith("4");
  }

  /**
   * Why no exchange across the boundary of body and checksum can pass, whatever the key.
   *
   * <p>Let the body end in b and its checksum begin with c. Exchanged, the checksum begins with b,
   * so b, too, must be one of 0 to 4. Both checksums then differ in their first digit alone: as
   * numbers, by a multiple of 62^5, which 32 divides. Their five lowest bits agree, and so do those
   * of both CRCs. But CRC is linear: the CRCs of two bodies that differ in their last byte alone
   * differ by a constant of these two bytes, and for no pair of digits has it five low zero bits.
   */
  @Test
  void noTranspositionAcrossTheBoundaryCanPass() {
    assertThat(62L * 62 * 62 * 62 * 62 % 32).isZero();
    for (char b = '0'; b <= '4'; b++) {
      for (char c = '0'; c <= '4'; c++) {
        if (b != c) {
          assertThat((crc("" + b) ^ crc("" + c)) & 31).as("%c and %c", b, c).isNotZero();
        }
      }
    }
  }

  @Property
  @Domain(MintedKeys.class)
  void theDifferenceOfCrcsIsThatOfTheLastBytes(@ForAll Minted minted) {
    String body = minted.key().reveal().substring(0, LAST_OF_BODY);
    for (char b = '0'; b <= '4'; b++) {
      assertThat(crc(body + b) ^ crc(body + '0')).isEqualTo(crc("" + b) ^ crc("0"));
    }
  }

  private static long crc(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(US_ASCII));
    return crc.getValue();
  }
}
