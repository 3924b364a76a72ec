package io.kriten.apitoken.local;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Another process that builds: into the cache of the first argument, until the second exists. */
final class SlowBuilder {

  private SlowBuilder() {}

  public static void main(String[] arguments) throws Exception {
    Path goOn = Path.of(arguments[1]);
    new BinaryCache(Path.of(arguments[0]), line -> {})
        .entry(
            "v1",
            directory -> {
              System.out.println("building");
              await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(goOn));
              KubernetesBinaries.NAMES.forEach(name -> BinaryCacheTest.program(directory, name));
            });
  }
}
