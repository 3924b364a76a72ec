package io.kriten.apitoken.api.lastuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ShardTextTest {

  private static final UUID A = UUID.fromString("0a000000-0000-4000-8000-000000000000");
  private static final UUID B = UUID.fromString("0b000000-0000-4000-8000-000000000000");
  private static final long LATEST = 2_000_000_000L;

  @Test
  void isALineEach() {
    SortedMap<UUID, Long> uses = new TreeMap<>(Map.of(B, 2L, A, 1_700_000_000L));
    String text = ShardText.write(uses);
    assertThat(text).isEqualTo(A + " 1700000000\n" + B + " 2\n");
    assertThat(ShardText.read(text, LATEST)).isEqualTo(uses);
  }

  @Test
  void whatOthersWroteIntoItIsReadAsFarAsItMakesSense() {
    String text =
        "\nnonsense\n%s\n%s -1\n%s 99999999999999999999\n%s %d\n%s 5\r\n"
            .formatted(A, A, A, A, LATEST + 1, B);
    assertThat(ShardText.read(text, LATEST)).containsExactly(Map.entry(B, 5L));
  }

  @Test
  void tooManyAreTheLatestAndFitIntoAConfigMap() {
    SortedMap<UUID, Long> uses = new TreeMap<>();
    for (int i = 1; i <= 30_000; i++) {
      uses.put(new UUID(i, i), LATEST - 30_000 + i);
    }
    String text = ShardText.write(uses);
    assertThat(text.length()).isLessThan(1024 * 1024);
    assertThat(ShardText.read(text, LATEST))
        .hasSize(ShardText.MAX_LINES)
        .containsKey(new UUID(30_000, 30_000))
        .doesNotContainKey(new UUID(10_000, 10_000));
  }
}
