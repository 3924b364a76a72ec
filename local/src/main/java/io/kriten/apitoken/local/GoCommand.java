package io.kriten.apitoken.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The go command, undisturbed by what the user has set for other projects.
 *
 * @param program its name, or its path
 * @param environment what it runs with, its PATH included
 */
record GoCommand(String program, Map<String, String> environment, Launcher launcher) {

  /** The same command of another Go. */
  GoCommand with(Path otherProgram) {
    return new GoCommand(otherProgram.toString(), environment, launcher);
  }

  /**
   * Starts it.
   *
   * @param directory where it works
   * @param output the file that gets all that it says
   */
  Process start(Path directory, Path output, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    builder.environment().remove("GOROOT");
    // Static programs, as Kubernetes ships them; go's own temporary files where they go away with
    // ours; and since Go 1.21 it fetches a newer one by itself, where distributions switch that
    // off.
    builder
        .environment()
        .putAll(
            Map.of(
                "GOFLAGS",
                "",
                "GOWORK",
                "off",
                "GOTOOLCHAIN",
                "auto",
                "CGO_ENABLED",
                "0",
                "GOTMPDIR",
                directory.toString()));
    return launcher.start(builder);
  }

  /** The last line of such a file. */
  static String lastLine(Path output) throws IOException {
    List<String> lines = Files.readAllLines(output);
    return lines.isEmpty() ? "no output" : lines.get(lines.size() - 1);
  }
}
