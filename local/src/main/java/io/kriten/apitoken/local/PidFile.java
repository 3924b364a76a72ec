package io.kriten.apitoken.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Remembers a child's process id, so that the next run can end a child that outlived this one.
 *
 * @param file where the id is written
 * @param program the file name of the program
 * @param directory a path that its arguments name
 */
record PidFile(Path file, String program, Path directory) {

  private static final long GONE_WITHIN_SECONDS = 10;

  void write(long pid) throws IOException {
    Directories.writePrivate(file, pid + "\n");
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process of that id, if it still is what was started here: ids are used again. */
  void endStale() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    Optional<ProcessHandle> stale =
        ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).filter(this::isOurs);
    if (stale.isPresent()) {
      stale.get().destroyForcibly();
      awaitEnd(stale.get());
    }
    delete();
  }

  private boolean isOurs(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    String executable = info.command().map(c -> Path.of(c).getFileName().toString()).orElse("");
    return executable.startsWith(program)
        && info.commandLine().orElse("").contains(directory.toString());
  }

  private void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(GONE_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new LocalException(
          "cannot end %s (process %d) of an earlier run: kill it".formatted(program, process.pid()),
          e);
    }
  }
}
