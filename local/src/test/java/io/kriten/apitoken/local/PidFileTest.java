package io.kriten.apitoken.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stale child is tail, which reads a file in the directory for ever. */
class PidFileTest {

  @TempDir Path directory;
  private Process child;

  @AfterEach
  void endChild() {
    child.destroyForcibly();
  }

  @Test
  void endsTheChildOfAnEarlierRun() throws Exception {
    PidFile file = new PidFile(directory.resolve("tail.pid"), "tail", directory);
    file.write(start(directory));

    file.endStale();

    assertThat(child.isAlive()).isFalse();
    assertThat(file.file()).doesNotExist();
  }

  @Test
  void anotherProgramThatGotTheIdSinceIsLeftAlone() throws Exception {
    PidFile file = new PidFile(directory.resolve("etcd.pid"), "etcd", directory);
    file.write(start(directory));

    file.endStale();

    assertThat(child.isAlive()).isTrue();
    assertThat(file.file()).doesNotExist();
  }

  @Test
  void theSameProgramOfAnotherDirectoryIsLeftAlone() throws Exception {
    PidFile file =
        new PidFile(directory.resolve("tail.pid"), "tail", directory.resolve("elsewhere"));
    file.write(start(directory));

    file.endStale();

    assertThat(child.isAlive()).isTrue();
  }

  private long start(Path reading) throws IOException {
    Path data = Files.writeString(reading.resolve("data"), "");
    child = new ProcessBuilder("tail", "-f", data.toString()).start();
    // Until it has become tail, it is a copy of this JVM.
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> child.info().command().orElse("").endsWith("/tail"));
    return child.pid();
  }
}
