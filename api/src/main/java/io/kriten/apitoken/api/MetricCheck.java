package io.kriten.apitoken.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/** What {@code helm test} runs in a pod: looks for a line among the metrics of a replica. */
public final class MetricCheck {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_BYTES = 4 << 20;

  private MetricCheck() {}

  /**
   * Ends with 0 when the line is there, and else with 1 and a word why.
   *
   * @param args the URL of the metrics, and the line
   */
  public static void main(String[] args) {
    String objection = objection(URI.create(args[0]), args[1]);
    System.out.println(objection.isEmpty() ? "ok: " + args[1] : objection);
    System.exit(objection.isEmpty() ? 0 : 1);
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
