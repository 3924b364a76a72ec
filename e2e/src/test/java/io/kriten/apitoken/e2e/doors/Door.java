package io.kriten.apitoken.e2e.doors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.e2e.MadeKeys;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;

/** Plain requests, and tokens to make them with. */
final class Door {

  static final String TOKENS = "/api/v1/api_tokens";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private Door() {}

  /** A token and its key. */
  record Made(String id, String key) {}

  static HttpResponse<String> send(
      URI base, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static HttpResponse<String> get(URI base, String path, String... headers) {
    return send(base, "GET", path, "", headers);
  }

  /** The JSON of an answer. */
  static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + answer.body(), e);
    }
  }

  /** A new token of that user. */
  static Made make(LocalCluster cluster, String user, String json) {
    HttpResponse<String> answer =
        send(
            cluster.facadeUrl(),
            "POST",
            TOKENS,
            json,
            "Authorization",
            "Bearer " + cluster.bearer(user),
            "Content-Type",
            "application/json");
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    JsonNode made = json(answer);
    return new Made(made.get("id").asText(), MadeKeys.add(made.get("key").asText()));
  }

  /** A new token of any owner, by the account that may name all; the operator makes its key. */
  static Made apply(LocalCluster cluster, Owner owner) {
    ApiToken wanted = new ApiToken();
    wanted.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(LocalSettings.TOKENS_NAMESPACE)
            .withGenerateName("applied-")
            .build());
    wanted.setSpec(new ApiTokenSpec(owner, null, null, null, null, null));
    ApiToken token = cluster.facadeClient().resource(wanted).create();
    String id = token.getMetadata().getUid();
    Secret delivery =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    cluster
                        .adminClient()
                        .secrets()
                        .inNamespace(LocalSettings.TOKENS_NAMESPACE)
                        .withName(Names.keySecret(id, 1))
                        .get(),
                Objects::nonNull);
    String key = new String(Base64.getDecoder().decode(delivery.getData().get("key")), US_ASCII);
    return new Made(id, MadeKeys.add(key));
  }

  /** Changes a token of that user. */
  static void patch(LocalCluster cluster, String user, String id, String json) {
    HttpResponse<String> answer =
        send(
            cluster.facadeUrl(),
            "PATCH",
            TOKENS + "/" + id,
            json,
            "Authorization",
            "Bearer " + cluster.bearer(user),
            "Content-Type",
            "application/json");
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
  }
}
