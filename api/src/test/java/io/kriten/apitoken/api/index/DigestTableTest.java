package io.kriten.apitoken.api.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.keys.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigestTableTest {

  private static final TokenFacts FACTS = TokenFacts.of(Fixture.token(1), UnaryOperator.identity());

  private final Random random = new Random(1);
  private final DigestTable table = new DigestTable();

  private Digest newDigest() {
    byte[] bytes = new byte[Digest.LENGTH];
    random.nextBytes(bytes);
    return new Digest(bytes);
  }

  private static Entry entry(Digest digest) {
    return Entry.empty(UUID.randomUUID(), Fixture.NAMESPACE)
        .withToken(FACTS)
        .withDigest(new StoredDigest(1, digest, null, 1, 1));
  }

  private Entry put(Digest digest) {
    Entry entry = entry(digest);
    table.put(digest, entry);
    return entry;
  }

  /** In the table's own bucket, whatever its size: only the words behind the first one differ. */
  private Digest neighbour(Digest of) {
    byte[] bytes = of.bytes();
    bytes[Digest.LENGTH - 1] ^= (byte) (1 + random.nextInt(127));
    return new Digest(bytes);
  }

  @Test
  void nothingIsFoundInAnEmptyOne() {
    assertThat(table.find(newDigest())).isNull();
  }

  @Test
  void itHoldsWhatAMapHolds() {
    List<Digest> digests = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      digests.add(i % 3 == 0 || digests.isEmpty() ? newDigest() : neighbour(digests.get(i - 1)));
    }
    Map<Digest, Entry> expected = new HashMap<>();
    for (int step = 0; step < 30_000; step++) {
      Digest digest = digests.get(random.nextInt(digests.size()));
      if (random.nextInt(3) > 0) {
        expected.put(digest, put(digest));
      } else if (expected.containsKey(digest)) {
        table.remove(expected.remove(digest));
      }
    }

    assertThat(expected).hasSizeGreaterThan(1_024);
    assertThat(digests).allSatisfy(d -> assertThat(table.find(d)).isSameAs(expected.get(d)));
  }

  /** While others come, go, and make the table larger. */
  @Test
  void whatStaysIsAlwaysFound() {
    List<Digest> staying = IntStream.range(0, 500).mapToObj(i -> newDigest()).toList();
    staying.forEach(this::put);
    AtomicBoolean ended = new AtomicBoolean();
    List<CompletableFuture<Void>> readers =
        IntStream.range(0, 2)
            .mapToObj(i -> CompletableFuture.runAsync(() -> read(staying, ended)))
            .toList();

    for (int i = 0; i < 200_000; i++) {
      Digest beside = neighbour(staying.get(i % staying.size()));
      table.remove(put(beside));
      put(newDigest());
      put(staying.get(random.nextInt(staying.size())));
    }
    ended.set(true);

    readers.forEach(CompletableFuture::join);
  }

  private void read(List<Digest> staying, AtomicBoolean ended) {
    while (!ended.get()) {
      for (Digest digest : staying) {
        assertThat(table.find(digest)).isNotNull();
      }
    }
  }
}
