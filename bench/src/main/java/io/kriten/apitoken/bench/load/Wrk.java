package io.kriten.apitoken.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * <a href="https://github.com/wg/wrk">wrk</a>, Debian's package of that name.
 *
 * @param script the Lua script that takes keys from a file
 */
record Wrk(Path script) {

  /**
   * What one run found.
   *
   * @param requests that were answered
   * @param seconds it took
   * @param refused answers with a status beyond 399
   * @param errors of connections, and answers that took more than 2 s
   * @param p99 of the answers' latency, in ms
   */
  record Outcome(long requests, double seconds, long refused, long errors, double p99) {}

  static Wrk install(Path directory) throws IOException {
    Path script = directory.resolve("keys.lua");
    try (InputStream lua =
        Objects.requireNonNull(Wrk.class.getResourceAsStream("keys.lua"), "keys.lua")) {
      Files.copy(lua, script);
    }
    return new Wrk(script);
  }

  /**
   * Sends requests as fast as they are answered.
   *
   * @param restMs how long a connection rests before each request
   */
  Process start(
      URI url, Request request, KeyFile keys, int connections, int restMs, Duration duration)
      throws IOException {
    return new ProcessBuilder(
            List.of(
                "wrk",
                "--threads=1",
                "--connections=" + connections,
                "--duration=" + duration.toSeconds() + "s",
                "--script=" + script,
                url.toString(),
                "--",
                keys.file().toString(),
                Integer.toString(keys.width()),
                Long.toString(keys.offset()),
                request.head(),
                request.tail(),
                Integer.toString(restMs)))
        .redirectErrorStream(true)
        .start();
  }

  /** Waits for the end. */
  static Outcome await(Process wrk, KeyFile keys) throws IOException {
    String text = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String done =
        text.lines()
            .filter(line -> line.startsWith("done "))
            .findFirst()
            .orElseThrow(() -> new IOException("wrk failed: " + text));
    String[] numbers = done.split(" ", -1);
    Outcome outcome =
        new Outcome(
            Long.parseLong(numbers[1]),
            Long.parseLong(numbers[2]) / 1e6,
            Long.parseLong(numbers[3]),
            Long.parseLong(numbers[4]),
            Long.parseLong(numbers[5]) / 1e3);
    keys.used().advance(outcome.requests());
    return outcome;
  }
}
