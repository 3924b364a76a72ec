package io.kriten.apitoken.bench.facade;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kriten.apitoken.api.Facade;
import io.kriten.apitoken.api.FacadeSettings;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.http.ConnectionSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.local.LocalSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs the facade as its own main does, without limits, and beside it the {@link Yardsticks}, until
 * it is ended by a signal.
 */
@Command(name = "facade-server")
public final class FacadeServer implements Callable<Integer> {

  @Option(names = "--namespace", required = true, description = "Where its tokens are.")
  private String namespace;

  @Option(names = "--secrets", required = true, description = "Who may ask at /tokenreview.")
  private Path secrets;

  @Option(names = "--ports", required = true, description = "Gets the ports that were taken.")
  private Path ports;

  public static void main(String... arguments) {
    System.exit(new CommandLine(new FacadeServer()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      Yardsticks yardsticks = new Yardsticks();
      Facade facade = new Facade(client, settings(), Clock.systemUTC(), List.of(yardsticks));
      facade.start();
      Path unfinished = ports.resolveSibling(ports.getFileName() + ".unfinished");
      Files.writeString(
          unfinished, facade.port() + " " + facade.metricsPort() + " " + yardsticks.listen());
      Files.move(unfinished, ports, StandardCopyOption.ATOMIC_MOVE);
      new CountDownLatch(1).await();
      return 0;
    }
  }

  private FacadeSettings settings() {
    return new FacadeSettings(
        LocalSettings.RELEASE_NAMESPACE,
        List.of(namespace),
        "127.0.0.1",
        0,
        0,
        List.of(),
        Duration.ofHours(1),
        false,
        List.of(),
        new DoorSettings(Optional.of(secrets), List.of()),
        LimitSettings.OFF,
        ConnectionSettings.DEFAULT,
        true,
        Optional.empty());
  }
}
