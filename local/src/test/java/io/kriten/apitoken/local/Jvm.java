package io.kriten.apitoken.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts JVMs with the class path of this one. */
final class Jvm {

  private Jvm() {}

  /** Runs the class's main method; its output can be read from the process. */
  static Process start(Class<?> main, String... arguments) throws IOException {
    return builder(main, arguments).start();
  }

  static ProcessBuilder builder(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }
}
