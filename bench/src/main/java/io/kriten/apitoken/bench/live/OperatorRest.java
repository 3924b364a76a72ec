package io.kriten.apitoken.bench.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;

/**
 * Whether the operator is at rest, by its own metrics.
 *
 * @param http asks it
 * @param metrics where it tells them
 */
record OperatorRest(HttpClient http, URI metrics) {

  private static final String PASSES = "apitoken_operator_sdk_reconciliations_";

  /** Whether it has passed over as many tokens since its start, and has no pass left to do. */
  boolean isAfter(int tokens) throws IOException, InterruptedException {
    String text =
        http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    return total(text, "success_total") >= tokens
        && total(text, "queue_size_") == 0
        && total(text, "executions_") == 0;
  }

  private static double total(String text, String name) {
    return Pattern.compile("(?m)^" + PASSES + name + "\\S* ([0-9.eE+]+)$")
        .matcher(text)
        .results()
        .mapToDouble(sample -> Double.parseDouble(sample.group(1)))
        .sum();
  }
}
