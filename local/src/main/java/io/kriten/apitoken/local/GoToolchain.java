package io.kriten.apitoken.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Go to build with. A Go since 1.21 fetches the one that a module asks for by itself, as a
 * module (<a href="https://go.dev/doc/toolchain">Go Toolchains</a>); an older one, such as Debian
 * 12's, is made to fetch the same module.
 */
final class GoToolchain {

  // What setsid(1), setpriv(1) and every shell answer for a program that is not there.
  private static final int NOT_FOUND = 127;
  private static final Pattern VERSION = Pattern.compile("go(\\d+)\\.(\\d+)");
  private static final Pattern PLATFORM = Pattern.compile(" (\\w+)/(\\w+)$");
  private static final Pattern DIRECTORY = Pattern.compile("\"Dir\": \"([^\"]+)\"");

  private final String version;
  private final String otherwise;
  private final Consumer<String> progress;

  /**
   * @param version the oldest that will do
   * @param otherwise what a person can do who has none, beside installing one; may be empty
   */
  GoToolchain(String version, String otherwise, Consumer<String> progress) {
    this.version = version;
    this.otherwise = otherwise;
    this.progress = progress;
  }

  /**
   * A Go that is new enough.
   *
   * @param installed the one on the PATH
   * @param module the directory of the module to build
   * @throws LocalException when there is none, with the mend
   */
  GoCommand choose(GoCommand installed, Path module) throws IOException, InterruptedException {
    Path output = module.resolve("version.log");
    int status = installed.start(module, output, List.of("version")).waitFor();
    if (status == NOT_FOUND) {
      throw new LocalException("go is not on the PATH: " + mend());
    }
    String answer = GoCommand.lastLine(output);
    if (status == 0 && isNewEnough(answer)) {
      return installed;
    }
    Optional<GoCommand> fetched = status == 0 ? fetch(installed, answer) : Optional.empty();
    return fetched.orElseThrow(
        () -> new LocalException("Go is too old (" + answer + "): " + mend()));
  }

  /** Outside of the module, whose go.mod an old Go cannot read. */
  private Optional<GoCommand> fetch(GoCommand installed, String answer)
      throws IOException, InterruptedException {
    Matcher platform = PLATFORM.matcher(answer);
    if (!platform.find()) {
      return Optional.empty();
    }
    String toolchain =
        "golang.org/toolchain@v0.0.1-go%s.%s-%s"
            .formatted(version, platform.group(1), platform.group(2));
    progress.accept("Fetching Go %s: %s is too old".formatted(version, answer));
    Path directory = Files.createTempDirectory("apitoken-go-");
    try {
      Path output = directory.resolve("download.log");
      Process go =
          installed.start(directory, output, List.of("mod", "download", "-json", toolchain));
      Matcher found = DIRECTORY.matcher(go.waitFor() == 0 ? Files.readString(output) : "");
      return found.find()
          ? Optional.of(executable(Path.of(found.group(1)), installed))
          : Optional.empty();
    } finally {
      Directories.delete(directory);
    }
  }

  /** A module's files are not executable; go makes those of a toolchain so, too. */
  private static GoCommand executable(Path root, GoCommand installed) throws IOException {
    for (Path programs : List.of(root.resolve("bin"), root.resolve("pkg").resolve("tool"))) {
      if (Files.isDirectory(programs)) {
        try (Stream<Path> files = Files.walk(programs)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            Set<PosixFilePermission> permissions =
                EnumSet.copyOf(Files.getPosixFilePermissions(file));
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            Files.setPosixFilePermissions(file, permissions);
          }
        }
      }
    }
    return installed.with(root.resolve("bin").resolve("go"));
  }

  private boolean isNewEnough(String answer) {
    Matcher have = VERSION.matcher(answer);
    Matcher need = VERSION.matcher("go" + version);
    return have.find() && need.find() && Arrays.compare(numbers(have), numbers(need)) >= 0;
  }

  private String mend() {
    return "install Go %s or newer (https://go.dev/dl)%s".formatted(version, otherwise);
  }

  private static int[] numbers(Matcher version) {
    return new int[] {Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))};
  }
}
