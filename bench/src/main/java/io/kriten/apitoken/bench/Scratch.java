package io.kriten.apitoken.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for everything that a run writes, keys among it; it goes at the run's end, or at the
 * next one's begin when the run was killed.
 *
 * @param directory where it is
 */
public record Scratch(Path directory) implements AutoCloseable {

  /** Empties the directory, and makes it anew. */
  static Scratch open(Path directory) throws IOException {
    Scratch scratch = new Scratch(directory.toAbsolutePath().normalize());
    scratch.close();
    Files.createDirectories(scratch.directory);
    Runtime.getRuntime().addShutdownHook(new Thread(scratch::closeIfPossible, "scratch"));
    return scratch;
  }

  /** A place in it. */
  Path resolve(String name) {
    return directory.resolve(name);
  }

  /** When the run is interrupted, others may still write. */
  private void closeIfPossible() {
    try {
      close();
    } catch (IOException inUse) {
      Progress.tell("Left behind: " + directory);
    }
  }

  @Override
  public void close() throws IOException {
    delete(directory);
  }

  static void delete(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(directory)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }
}
