package io.kriten.apitoken.e2e.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kriten.apitoken.local.Directories;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * <a href="https://schemathesis.readthedocs.io">schemathesis</a>, in a virtual environment that is
 * made once for each list of versions, in the user's cache.
 */
final class Schemathesis {

  private static final String REQUIREMENTS = "/fuzz/requirements.txt";
  private static final Duration INSTALLED_WITHIN = Duration.ofMinutes(5);

  private final Path environment;

  private Schemathesis(Path environment) {
    this.environment = environment;
  }

  /**
   * What an exit looks like.
   *
   * @param output both streams
   */
  record Result(int exit, String output) {}

  static Schemathesis install() {
    byte[] requirements = requirements();
    Path environment = caches().resolve("schemathesis-" + sha256(requirements).substring(0, 16));
    Path complete = environment.resolve("complete");
    try {
      if (!Files.exists(complete)) {
        Directories.delete(environment);
        Files.createDirectories(environment);
        Path list = Files.write(environment.resolve("requirements.txt"), requirements);
        must(
            "make a virtual environment; Debian: apt-get install python3-venv",
            List.of("python3", "-m", "venv", environment.toString()));
        must(
            "install schemathesis from PyPI; is there a network?",
            List.of(
                program(environment, "python"),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--requirement",
                list.toString()));
        Files.createFile(complete);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Schemathesis(environment);
  }

  /** Runs it in that directory, where its configuration is, with these variables. */
  Result run(
      Path directory, Map<String, String> variables, Duration atMost, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program(environment, "schemathesis")));
    command.addAll(arguments);
    return execute(command, directory, variables, atMost);
  }

  private static String program(Path environment, String name) {
    return environment.resolve("bin").resolve(name).toString();
  }

  private static Path caches() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(xdg -> !xdg.isEmpty())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("apitoken");
  }

  private static byte[] requirements() {
    try (InputStream in = Schemathesis.class.getResourceAsStream(REQUIREMENTS)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void must(String what, List<String> command) {
    Result result = execute(command, Path.of("."), Map.of(), INSTALLED_WITHIN);
    if (result.exit() != 0) {
      throw new AssertionError(
          "The fuzz run cannot "
              + what
              + " ("
              + String.join(" ", command)
              + "): "
              + result.output());
    }
  }

  private static Result execute(
      List<String> command, Path directory, Map<String, String> variables, Duration atMost) {
    try {
      File output = File.createTempFile("schemathesis", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output);
      builder.environment().putAll(variables);
      Process process = builder.start();
      if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("not done within " + atMost + ": " + command.get(0));
      }
      String said = Files.readString(output.toPath(), UTF_8);
      Files.delete(output.toPath());
      return new Result(process.exitValue(), said);
    } catch (IOException e) {
      return new Result(-1, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
