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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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

  /** What is answered to the creation of a token, by the bearer of somebody. */
  HttpResponse<String> tryToCreate(String bearer) throws IOException, InterruptedException {
    return HTTP.send(
        tokens(bearer)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"description\": \"by REST\"}"))
            .build(),
        BodyHandlers.ofString());
  }

  /** Creates a token; it must be made. */
  Token create(String bearer) throws IOException, InterruptedException {
    HttpResponse<String> answer = tryToCreate(bearer);
    assertThat(answer.statusCode()).isEqualTo(200);
    return token(answer);
  }

  /** What was made. */
  static Token token(HttpResponse<String> answer) {
    JsonNode made = Serialization.unmarshal(answer.body(), JsonNode.class);
    return new Token(made.path("id").asText(), made.path("key").asText());
  }

  /** Creates so many tokens, eight at a time, for somebody; all must be made. */
  List<Token> createMany(String bearer, int tokens)
      throws InterruptedException, ExecutionException {
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      List<Token> made = new ArrayList<>();
      List<Callable<Token>> creations = Collections.nCopies(tokens, () -> create(bearer));
      for (Future<Token> token : clients.invokeAll(creations)) {
        made.add(token.get());
      }
      return made;
    } finally {
      clients.shutdownNow();
    }
  }

  /** The ids of somebody's tokens. */
  Set<String> ids(String bearer) throws IOException, InterruptedException {
    HttpResponse<String> answer = HTTP.send(tokens(bearer).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    Set<String> ids = new HashSet<>();
    Serialization.unmarshal(answer.body(), JsonNode.class)
        .forEach(token -> ids.add(token.path("id").asText()));
    return ids;
  }

  private HttpRequest.Builder tokens(String bearer) {
    return to(service.resolve("/api/v1/api_tokens")).header("Authorization", "Bearer " + bearer);
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
