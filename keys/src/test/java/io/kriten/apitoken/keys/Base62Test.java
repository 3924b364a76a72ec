package io.kriten.apitoken.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Base62Test {

  private static final int DIGITS = 1_000_000;

  /** Chi-squared with 61 degrees of freedom exceeds this once in a million uniform samples. */
  private static final double ONE_IN_A_MILLION = 128.9;

  @ParameterizedTest
  @CsvSource({
    "0, 000000",
    "61, 00000z",
    "62, 000010",
    "3843, 0000zz",
    "4294967295, 4gfFC3",
    "56800235583, zzzzzz",
    "56800235584, 000000",
    "-1, 16AHYF"
  })
  void encodesTheLastDigitsOfAnUnsignedNumber(long number, String digits) {
    assertThat(Base62.encode(number, 6)).isEqualTo(digits);
  }

  @Test
  void digitsAreTheAlphabetAndNothingElse() {
    String digits =
        IntStream.rangeClosed(Character.MIN_VALUE, Character.MAX_VALUE)
            .filter(c -> Base62.isDigit((char) c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    assertThat(digits).isEqualTo(Base62.ALPHABET);
  }

  @Test
  void everyAcceptedByteGivesEachDigitEquallyOften() {
    String drawn = Base62.random(Scripted.bytes(n -> n % 256), 248);

    assertThat(counts(drawn)).containsOnly(4);
  }

  @Test
  void bytesThatWouldFavourTheFirstDigitsAreDrawnAgain() {
    for (int value = 0; value < 256; value++) {
      String first = value < 248 ? String.valueOf(Base62.ALPHABET.charAt(value % 62)) : "1";

      assertThat(Base62.random(onceThenOne(value), 8))
          .as("byte %d", value)
          .isEqualTo(first + "1111111");
    }
  }

  private static SecureRandom onceThenOne(int value) {
    return Scripted.bytes(n -> n == 0 ? value : 1);
  }

  @Test
  void digitsAreUniform() {
    assertThat(chiSquared(Base62.random(Scripted.uniform(42), DIGITS)))
        .isLessThan(ONE_IN_A_MILLION);
  }

  @Test
  void theTestOfUniformityFindsAModuloBias() {
    byte[] bytes = new byte[DIGITS];
    Scripted.uniform(42).nextBytes(bytes);
    StringBuilder biased = new StringBuilder();
    for (byte b : bytes) {
      biased.append(Base62.ALPHABET.charAt(Byte.toUnsignedInt(b) % 62));
    }

    assertThat(chiSquared(biased.toString())).isGreaterThan(10 * ONE_IN_A_MILLION);
  }

  private static double chiSquared(String digits) {
    double expected = digits.length() / 62.0;
    double sum = 0;
    for (int count : counts(digits)) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }

  private static int[] counts(String digits) {
    int[] counts = new int[62];
    digits.chars().forEach(c -> counts[Base62.ALPHABET.indexOf(c)]++);
    return counts;
  }
}
