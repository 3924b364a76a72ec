package io.kriten.apitoken.bench.load;

import io.kriten.apitoken.bench.seed.SeededToken;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Keys for the load, a line each, all of one length; and up to where they were used.
 *
 * @param file readable for its owner alone
 * @param size how many keys it holds
 * @param width the length of its lines
 * @param used how many keys were sent so far
 */
record KeyFile(Path file, long size, int width, Cursor used) {

  /** A place in a file that each run of the load goes on from. */
  static final class Cursor {
    private long next;

    long next() {
      return next;
    }

    void advance(long count) {
      next += count;
    }
  }

  static KeyFile write(Path file, int count, Supplier<String> keys) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    int width = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      for (int i = 0; i < count; i++) {
        String key = keys.get();
        width = key.length() + 1;
        out.write(key);
        out.write('\n');
      }
    }
    return new KeyFile(file, count, width, new Cursor());
  }

  /** The keys of all these tokens, in an order that is shuffled once. */
  static KeyFile ofAll(Path file, List<SeededToken> tokens) throws IOException {
    List<SeededToken> shuffled = new ArrayList<>(tokens);
    Collections.shuffle(shuffled, new Random(1));
    Iterator<SeededToken> next = shuffled.iterator();
    return write(file, tokens.size(), () -> next.next().key().reveal());
  }

  /** The same keys, from the first on. */
  KeyFile again() {
    return new KeyFile(file, size, width, new Cursor());
  }

  long offset() {
    return used.next() % size;
  }
}
