package io.kriten.apitoken.bench.facade;

import io.kriten.apitoken.local.Launcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link FacadeServer} in a process of its own. */
public final class FacadeProcess implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofMinutes(10);
  private static final long POLL_MS = 10;

  private final Process process;
  private final URI url;
  private final URI metrics;
  private final URI bare;
  private final double readyAfter;

  private FacadeProcess(Process process, int[] ports, double readyAfter) {
    this.process = process;
    this.url = url(ports[0]);
    this.metrics = url(ports[1]).resolve("/metrics");
    this.bare = url(ports[2]);
    this.readyAfter = readyAfter;
  }

  private static URI url(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Starts one, and returns when it is ready.
   *
   * @param account logs it in
   * @param namespace where its tokens are
   */
  public static FacadeProcess start(Launcher launcher, FacadeAccount account, String namespace)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory(account.directory(), "facade");
    Path ports = directory.resolve("ports");
    long start = System.nanoTime();
    Process process =
        launcher.start(
            account.java(
                directory.resolve("log"),
                FacadeServer.class,
                List.of(
                    "--namespace=" + namespace,
                    "--secrets=" + account.webhookSecret(),
                    "--ports=" + ports)));
    await(process, directory, start, () -> Files.exists(ports));
    String[] numbers = Files.readString(ports).split(" ", -1);
    int[] taken = new int[numbers.length];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = Integer.parseInt(numbers[i]);
    }
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest ready = HttpRequest.newBuilder(url(taken[0]).resolve("/readyz")).build();
    await(
        process,
        directory,
        start,
        () -> http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
    return new FacadeProcess(process, taken, (System.nanoTime() - start) / 1e9);
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(Process process, Path directory, long start, Condition condition)
      throws IOException, InterruptedException {
    while (!condition.holds()) {
      boolean ended = process.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
      if (ended || System.nanoTime() - start > READY_WITHIN.toNanos()) {
        throw new IOException(
            "the facade is not ready: " + Files.readString(directory.resolve("log")));
      }
    }
  }

  /** Where the facade listens. */
  public URI url() {
    return url;
  }

  /** Where it tells its metrics. */
  public URI metrics() {
    return metrics;
  }

  /** Where the constant answers of {@link Answers} are served by an HTTP server of nothing else. */
  public URI bare() {
    return bare;
  }

  /** From the start of the process to the first {@code /readyz} that said yes, in seconds. */
  public double readyAfter() {
    return readyAfter;
  }

  /** Processor time so far, of all its threads, in seconds. */
  public double cpuSeconds() {
    return CpuTime.seconds(process.pid());
  }

  /** Bytes of all living objects, after a full collection. */
  public long liveBytes() throws IOException {
    return LiveHeap.bytes(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 15, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
