package io.kriten.apitoken.bench.load;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.regex.Pattern;

/** Counts what the API server was asked, by its own metrics. */
final class ApiServerRequests {

  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^apiserver_request_total\\{[^}]*} ([0-9.e+]+)$");

  private final KubernetesClient admin;

  ApiServerRequests(KubernetesClient admin) {
    this.admin = admin;
  }

  /** All that it has answered so far, the questions of this class too. */
  double total() {
    return SAMPLE
        .matcher(admin.raw("/metrics"))
        .results()
        .mapToDouble(sample -> Double.parseDouble(sample.group(1)))
        .sum();
  }
}
