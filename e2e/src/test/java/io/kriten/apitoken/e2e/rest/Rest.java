package io.kriten.apitoken.e2e.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kriten.apitoken.e2e.MadeKeys;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The REST API, as one caller uses it. */
public final class Rest {

  /** Where tokens are. */
  public static final String TOKENS = "/api/v1/api_tokens";

  /** Where keys are used. */
  public static final String RUNNERS = "/api/v1/runners";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final List<String> headers;

  private Rest(URI base, List<String> headers) {
    this.base = base;
    this.headers = headers;
  }

  /**
   * An answer.
   *
   * @param text the body as it came
   */
  public record Reply(int status, HttpHeaders headers, String text) {

    /** The body. */
    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + text, e);
      }
    }

    /** A field of the body, as text. */
    public String field(String name) {
      return json().path(name).asText();
    }

    /** The message of an error. */
    public String error() {
      return field("error");
    }

    /** A header, or an empty text. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  /** Nobody in particular. */
  public static Rest at(URI base) {
    return new Rest(base, List.of());
  }

  /** A user of the cluster, logged in with a bearer. */
  public static Rest as(LocalCluster cluster, String user) {
    return at(cluster.facadeUrl()).with("Authorization", "Bearer " + cluster.bearer(user));
  }

  /** Whoever has that key. */
  public static Rest by(LocalCluster cluster, String key) {
    return at(cluster.facadeUrl()).with("Token", key);
  }

  /** The same with a header more. */
  public Rest with(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.addAll(List.of(name, value));
    return new Rest(base, more);
  }

  /** The same at another facade. */
  public Rest at(String url) {
    return new Rest(URI.create(url), headers);
  }

  public Reply get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  public Reply delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  public Reply post(String path, String json) {
    return sendJson("POST", path, json);
  }

  public Reply patch(String path, String json) {
    return sendJson("PATCH", path, json);
  }

  public Reply put(String path, String json) {
    return sendJson("PUT", path, json);
  }

  /** Creates a token that must be accepted. */
  public Reply create(String json) {
    Reply created = post(TOKENS, json);
    if (created.status() != 200) {
      throw new AssertionError(created.status() + " " + created.text());
    }
    return created;
  }

  public Reply sendJson(String method, String path, String json) {
    return with("Content-Type", "application/json")
        .send(method, path, BodyPublishers.ofString(json));
  }

  public Reply send(String method, String path, BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return registered(new Reply(response.statusCode(), response.headers(), response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Every key that is handed out is looked for later, in all that it must not have got into. */
  private static Reply registered(Reply reply) {
    if (reply.text().startsWith("{") && reply.text().contains("\"key\":\"kri_")) {
      MadeKeys.add(reply.field("key"));
    }
    return reply;
  }
}
