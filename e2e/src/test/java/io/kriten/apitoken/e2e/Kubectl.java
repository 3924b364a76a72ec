package io.kriten.apitoken.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kriten.apitoken.local.KubernetesBinaries;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The real kubectl, as one user and in one namespace. */
public final class Kubectl {

  private static final Path CACHE = Path.of("target", "kubectl-cache");

  /**
   * What a command said.
   *
   * @param exit its exit code
   * @param out standard output
   * @param err standard error
   */
  public record Result(int exit, String out, String err) {

    /**
     * Its output.
     *
     * @throws AssertionError when the command failed
     */
    public String expectSuccess() {
      if (exit != 0) {
        throw new AssertionError("kubectl exited with " + exit + ": " + err);
      }
      return out.strip();
    }

    /**
     * Its error text.
     *
     * @throws AssertionError when the command succeeded
     */
    public String expectFailure() {
      if (exit == 0) {
        throw new AssertionError("kubectl succeeded: " + out);
      }
      return err.strip();
    }
  }

  private final List<String> command;

  private Kubectl(List<String> command) {
    this.command = command;
  }

  /** As one of the cluster's users. */
  public static Kubectl as(LocalCluster cluster, String user) {
    return of(cluster.binaries(), cluster.kubeconfig(user));
  }

  /** As the cluster's administrator. */
  public static Kubectl asClusterAdmin(LocalCluster cluster) {
    return of(cluster.binaries(), cluster.controlPlane().kubeconfig());
  }

  /** As whom a kubeconfig names. */
  public static Kubectl of(KubernetesBinaries binaries, Path kubeconfig) {
    return new Kubectl(
        List.of(
            binaries.kubectl().toString(), "--cache-dir=" + CACHE, "--kubeconfig=" + kubeconfig));
  }

  /** The same with more flags, for instance {@code --namespace} or {@code --as}. */
  public Kubectl with(String... flags) {
    return new Kubectl(Stream.concat(command.stream(), Stream.of(flags)).toList());
  }

  /** Runs a command. */
  public Result run(String... arguments) {
    return runWithInput("", arguments);
  }

  /** Runs a command that reads, for instance by {@code -f -}. */
  public Result runWithInput(String input, String... arguments) {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(arguments));
    try {
      Path err = Files.createTempFile("kubectl", ".err");
      try {
        Process process = new ProcessBuilder(line).redirectError(err.toFile()).start();
        try (OutputStream in = process.getOutputStream()) {
          in.write(input.getBytes(UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), out, Files.readString(err));
      } finally {
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while kubectl ran", e);
    }
  }
}
