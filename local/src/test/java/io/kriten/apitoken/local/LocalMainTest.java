package io.kriten.apitoken.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code make run}'s program, as a process of its own. */
class LocalMainTest {

  private static final Duration STARTED = Duration.ofMinutes(3);

  @TempDir Path repository;
  private Path output;
  private Process run;

  /** A build of minutes is not what these tests wait for. */
  @BeforeAll
  static void binaries() {
    assertThat(BinaryLocator.ofThisProcess(LocalSettings::log).locate().missing()).isEmpty();
  }

  @BeforeEach
  void repositoryWithTheChart() throws IOException {
    Files.createDirectory(repository.resolve("helm"));
    Files.createSymbolicLink(
        repository.resolve("helm/apitoken"), Path.of("..", "helm", "apitoken").toRealPath());
    output = repository.resolve("output");
  }

  @AfterEach
  void end() {
    run.destroyForcibly();
  }

  @Test
  void tellsScriptsWhereItIsSurvivesAKillAndEndsCleanlyOnSigterm() throws Exception {
    start("0");
    JsonObject killed = runFile();
    assertComplete(killed);
    List<ProcessHandle> children = children();
    run.destroyForcibly().waitFor();

    start("0");
    JsonObject living = runFile();
    assertThat(children).hasSize(3).noneMatch(ProcessHandle::isAlive);
    assertThat(living.getJsonObject("users")).isEqualTo(killed.getJsonObject("users"));
    assertThat(lastLine()).matches("Ready: http://127\\.0\\.0\\.1:\\d+ \\(\\d+\\.\\d s\\)");

    children = children();
    run.destroy();
    assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isZero();
    assertThat(children).hasSize(3).noneMatch(ProcessHandle::isAlive);
    assertThat(repository.resolve(".local/run.json")).doesNotExist();
  }

  @Test
  void aTakenPortEndsItInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      launch(String.valueOf(taken.getLocalPort()));

      assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue()).isEqualTo(1);
      assertThat(Files.readAllLines(output))
          .containsExactly(
              "make run: port %d is taken: set API_PORT=0 (any free one) or another"
                  .formatted(taken.getLocalPort()));
    }
  }

  private void assertComplete(JsonObject run) throws IOException {
    assertThat(run.fieldNames()).containsExactly("url", "kubeconfig", "namespace", "users");
    assertThat(run.getString("namespace")).isEqualTo("apitokens");
    assertThat(repository.resolve(run.getString("kubeconfig"))).isRegularFile();
    assertThat(run.getJsonObject("users").fieldNames()).containsExactly("admin", "alice", "bob");
    for (String name : run.getJsonObject("users").fieldNames()) {
      JsonObject user = run.getJsonObject("users").getJsonObject(name);
      assertThat(Path.of(user.getString("kubeconfig"))).isRelative();
      assertThat(repository.resolve(user.getString("kubeconfig")))
          .content()
          .contains(user.getString("bearer"));
    }
    assertThat(Files.getPosixFilePermissions(repository.resolve(".local/run.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  private void start(String apiPort) throws IOException {
    launch(apiPort);
    await().atMost(STARTED).until(() -> !run.isAlive() || lastLine().startsWith("Ready: "));
    assertThat(run.isAlive()).as(Files.readString(output)).isTrue();
  }

  private void launch(String apiPort) throws IOException {
    ProcessBuilder builder =
        Jvm.builder(LocalMain.class, "--repository", repository.toString(), "--port", "0");
    builder.command().addAll(List.of("--api-port", apiPort));
    run = builder.redirectOutput(output.toFile()).start();
  }

  private JsonObject runFile() throws IOException {
    return new JsonObject(Files.readString(repository.resolve(".local/run.json")));
  }

  private List<ProcessHandle> children() {
    return new ArrayList<>(run.children().toList());
  }

  private String lastLine() throws IOException {
    List<String> lines = Files.readAllLines(output);
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }
}
