package io.kriten.apitoken.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much is remembered of questions that anybody can make up. */
class AccessQuestionTest {

  private final AtomicLong now = new AtomicLong();
  private final Cache<AccessQuestion, Boolean> memory = AccessQuestion.memory(now::get);

  private static AccessQuestion question(int groups, String name) {
    Set<String> all =
        IntStream.range(0, groups).mapToObj(i -> "group-" + i).collect(Collectors.toSet());
    return new AccessQuestion(
        new Caller("alice", "", all, Map.of(), null),
        new ResourceAccess("run", "shop.example", "reports", "", "", name));
  }

  private long remembered(int groups, String padding) {
    AccessQuestion first = question(groups, padding);
    IntStream.range(0, 20_000)
        .forEach(
            i ->
                memory.put(
                    new AccessQuestion(first.caller(), question(0, padding + i).access()), true));
    memory.cleanUp();
    return memory.estimatedSize();
  }

  @Test
  void asManyAsFitIntoTheMemory() {
    assertThat(remembered(3, "")).isBetween(8_000L, 12_000L);
  }

  @Test
  void fewerOfLongOnes() {
    String longest = "x".repeat(248);
    assertThat(question(0, longest).weight()).isEqualTo(question(0, "").weight() + 248);
    assertThat(remembered(3, longest)).isLessThan(8_000);
  }

  @Test
  void fewerOfWhoHasManyGroups() {
    assertThat(remembered(200, "")).isLessThan(AccessQuestion.MEMORY / (200 * 64));
  }

  @Test
  void eachForTenSeconds() {
    memory.put(question(1, "a"), false);
    now.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
    assertThat(memory.getIfPresent(question(1, "a"))).isFalse();
    now.addAndGet(1);
    assertThat(memory.getIfPresent(question(1, "a"))).isNull();
  }
}
