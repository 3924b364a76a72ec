package io.kriten.apitoken.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/** What {@code helm test} runs in a pod: looks for a line among the metrics of a replica. */
public final class MetricCheck {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_BYTES = 4 << 20;

  private MetricCheck() {}

  /**
   * Ends with 0 when the line is there, and else with 1 and a word why.
   *
   * @param args host and port of the metrics, and the line
   */
  public static void main(String[] args) throws URISyntaxException {
    String objection = objection(metrics(args[0], Integer.parseInt(args[1])), args[2]);
    System.out.println(objection.isEmpty() ? "ok: " + args[2] : objection);
    System.exit(objection.isEmpty() ? 0 : 1);
  }

  /**
   * Where a replica tells its metrics.
   *
   * @param host a name or an address; one of IPv6 without brackets
   */
  static URI metrics(String host, int port) throws URISyntaxException {
    return new URI("http", null, host, port, "/metrics", null, null);
  }

  /** Why the check fails; empty when it does not. */
  static String objection(URI metrics, String line) {
    try {
      HttpURLConnection connection = (HttpURLConnection) metrics.toURL().openConnection();
      connection.setConnectTimeout((int) PATIENCE.toMillis());
      connection.setReadTimeout((int) PATIENCE.toMillis());
      try (InputStream in = connection.getInputStream()) {
        String text = new String(in.readNBytes(MAX_BYTES), UTF_8);
        return text.lines().anyMatch(line::equals) ? "" : metrics + " does not say: " + line;
      }
    } catch (IOException e) {
      return metrics + " does not answer: " + e.getMessage();
    }
  }
}
