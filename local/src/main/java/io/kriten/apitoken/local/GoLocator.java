package io.kriten.apitoken.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Finds the Go to build with, for scripts: the one on the PATH, or a newer one that it fetches. */
final class GoLocator {

  private final String version;
  private final Map<String, String> environment;
  private final Consumer<String> progress;

  /**
   * @param version the oldest that will do, such as {@code 1.26.0}
   * @param environment what {@code go} runs with, its PATH included
   * @param progress is told what happens, in lines for a person
   */
  GoLocator(String version, Map<String, String> environment, Consumer<String> progress) {
    this.version = version;
    this.environment = environment;
    this.progress = progress;
  }

  /** With this process's environment, for the modules that the control plane is built from. */
  static GoLocator ofThisProcess(Consumer<String> progress) {
    return new GoLocator(PinnedModules.carried().goVersion(), System.getenv(), progress);
  }

  /**
   * Its command: {@code go}, or a path.
   *
   * @throws LocalException when there is none, with the mend
   */
  String locate() {
    try (Launcher launcher = new Launcher()) {
      Path directory = Files.createTempDirectory("apitoken-go-");
      try {
        return new GoToolchain(version, "", progress)
            .choose(new GoCommand("go", environment, launcher), directory)
            .program();
      } finally {
        Directories.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot ask for the version of go", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalException("interrupted while fetching Go", e);
    }
  }
}
