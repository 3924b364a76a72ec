package io.kriten.apitoken.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Built programs, kept between runs. An entry appears whole or not at all: it is built beside its
 * place and moved there in one step, and one builder works at a time, over all processes.
 */
final class BinaryCache {

  private static final String UNFINISHED = ".unfinished-";

  private final Path root;
  private final Consumer<String> progress;

  BinaryCache(Path root, Consumer<String> progress) {
    this.root = root;
    this.progress = progress;
  }

  /** Fills a directory with programs. */
  @FunctionalInterface
  interface Builder {
    void build(Path directory) throws IOException, InterruptedException;
  }

  /** The entry of that key, built now when it is not there yet. */
  KubernetesBinaries entry(String key, Builder builder) throws IOException, InterruptedException {
    KubernetesBinaries entry = new KubernetesBinaries(root.resolve(key));
    if (entry.missing().isEmpty()) {
      return entry;
    }
    Files.createDirectories(root);
    // A file's lock is the process's: a second one in it fails, and ends the first when it closes.
    synchronized (BinaryCache.class) {
      buildAlone(entry, builder);
    }
    return entry;
  }

  private void buildAlone(KubernetesBinaries entry, Builder builder)
      throws IOException, InterruptedException {
    try (FileChannel channel =
            FileChannel.open(
                root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      if (lock.isValid() && !entry.missing().isEmpty()) {
        build(entry.directory(), builder);
      }
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    FileLock free = channel.tryLock();
    if (free != null) {
      return free;
    }
    progress.accept("Waiting for another build into " + root);
    return channel.lock();
  }

  private void build(Path place, Builder builder) throws IOException, InterruptedException {
    removeUnfinished();
    Path unfinished = Files.createTempDirectory(root, UNFINISHED);
    try {
      builder.build(unfinished);
      List<String> missing = new KubernetesBinaries(unfinished).missing();
      if (!missing.isEmpty()) {
        throw new LocalException("the build ended without " + String.join(", ", missing));
      }
      Directories.delete(place);
      Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Directories.delete(unfinished);
    }
  }

  private void removeUnfinished() throws IOException {
    List<Path> left;
    try (Stream<Path> entries = Files.list(root)) {
      left = entries.filter(e -> e.getFileName().toString().startsWith(UNFINISHED)).toList();
    }
    for (Path directory : left) {
      Directories.delete(directory);
    }
  }
}
