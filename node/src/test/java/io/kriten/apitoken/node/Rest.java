package io.kriten.apitoken.node;

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

  /** What that URL answers when shown that key. */
  static HttpResponse<String> show(URI url, String key) throws IOException, InterruptedException {
    return HTTP.send(to(url).header("Token", key).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder to(URI url) {
    return HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20));
  }
}
