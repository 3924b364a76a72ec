package io.kriten.apitoken.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The real kubectl, as one user. */
final class Kubectl {

  private final List<String> command;

  Kubectl(Node node, String user) {
    this.command = List.of("kubectl", "--kubeconfig=" + node.kubeconfig(user));
  }

  /** Runs a command, expects that it works, and answers what it printed. */
  String run(String... arguments) throws IOException, InterruptedException {
    return runWithInput("", arguments);
  }

  /** Runs a command that reads, for instance by {@code -f -}. */
  String runWithInput(String input, String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(arguments));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor()).as("%s: %s", line, output).isZero();
    return output;
  }
}
