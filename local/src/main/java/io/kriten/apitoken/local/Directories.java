package io.kriten.apitoken.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories and files that only their owner may read, and their removal. */
public final class Directories {

  private Directories() {}

  /** Makes the directory, and its parents, unless it is there. */
  public static Path createPrivate(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return directory;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** What fills a directory. */
  @FunctionalInterface
  interface Filling {
    void into(Path directory) throws IOException;
  }

  /** Makes the directory with everything in it, all at once, unless it is there. */
  static void createWhole(Path directory, Filling filling) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path unfinished = directory.resolveSibling(directory.getFileName() + ".unfinished");
    delete(unfinished);
    createPrivate(unfinished);
    filling.into(unfinished);
    Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Writes the file with mode 600; a reader sees the old content or the new, never a part. */
  public static Path writePrivate(Path file, String content) throws IOException {
    // A temporary file has mode 600 from its first moment.
    Path written =
        Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), "");
    Files.writeString(written, content);
    return Files.move(
        written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes the directory with all that it holds; nothing happens when it is not there. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(directory)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
