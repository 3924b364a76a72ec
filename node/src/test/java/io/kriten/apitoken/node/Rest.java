package io.kriten.apitoken.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The REST API, through the Service.
 *
 * @param service its URL
 */
record Rest(URI service) {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Where a gateway asks. */
  URI auth() {
    return service.resolve("/auth");
  }

  /** Creates a token, by the bearer of somebody, and answers the whole object. */
  JsonNode create(String bearer, String json) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(
            to(service.resolve("/api/v1/api_tokens"))
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build(),
            BodyHandlers.ofString());
    return Serialization.unmarshal(answer.body(), JsonNode.class);
  }

  /** Creates so many tokens, eight at a time, for somebody; all must be made. */
  void createMany(String bearer, int tokens) throws InterruptedException {
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      List<Callable<JsonNode>> creations = Collections.nCopies(tokens, () -> create(bearer, "{}"));
      assertThat(clients.invokeAll(creations))
          .allSatisfy(made -> assertThat(made.get().path("key").asText()).startsWith("kri_"));
    } finally {
      clients.shutdownNow();
    }
  }

  /** What that URL answers when shown that key. */
  static HttpResponse<String> show(URI url, String key) throws IOException, InterruptedException {
    return HTTP.send(to(url).header("Token", key).build(), BodyHandlers.ofString());
  }

  /** The same, on a connection of its own. */
  static HttpResponse<String> showOnOwnConnection(URI url, String key)
      throws IOException, InterruptedException {
    return HTTP.send(
        to(url).header("Token", key).header("Connection", "close").build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder to(URI url) {
    return HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20));
  }
}
