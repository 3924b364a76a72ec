package io.kriten.apitoken.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The REST API, as somebody calls it. Every key in an answer is registered with MadeKeys. */
public final class Rest {

  /** A protected API, to use keys on. */
  public static final String RUNNERS = "/api/v1/runners";

  /** The collection of tokens. */
  public static final String TOKENS = "/api/v1/api_tokens";

  private static final Pattern KEY = Pattern.compile("kri_[0-9A-Za-z]{36}");
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final URI facade;
  private final Map<String, String> headers;

  private Rest(URI facade, Map<String, String> headers) {
    this.facade = facade;
    this.headers = headers;
  }

  /** As one of the cluster's users, by the bearer that kube-apiserver knows. */
  public static Rest as(LocalCluster cluster, String user) {
    return anonymous(cluster).with("Authorization", "Bearer " + cluster.bearer(user));
  }

  /** By a key, in the documented header. */
  public static Rest byKey(LocalCluster cluster, String key) {
    return anonymous(cluster).with("Token", key);
  }

  /** Without any credential. */
  public static Rest anonymous(LocalCluster cluster) {
    return new Rest(cluster.facadeUrl(), Map.of());
  }

  /** The same at another facade. */
  public Rest at(URI otherFacade) {
    return new Rest(otherFacade, headers);
  }

  /** The same with one more header, or another value of one. */
  public Rest with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Rest(facade, more);
  }

  public Reply get(String path) {
    return send("GET", path, null);
  }

  public Reply delete(String path) {
    return send("DELETE", path, null);
  }

  public Reply post(String path, String json) {
    return send("POST", path, json);
  }

  public Reply patch(String path, String json) {
    return send("PATCH", path, json);
  }

  public Reply put(String path, String json) {
    return send("PUT", path, json);
  }

  /** Creates a token, and expects that it works. */
  public JsonNode create(String json) {
    return made(json).json();
  }

  /** The same, with the whole answer. */
  public Reply made(String json) {
    Reply reply = post(TOKENS, json);
    reply.expect(200);
    return reply;
  }

  /**
   * Sends a request.
   *
   * @param json the body; null for none
   */
  public Reply send(String method, String path, String json) {
    if (json == null) {
      return sendRaw(method, path, BodyPublishers.noBody());
    }
    Rest typed =
        headers.containsKey("Content-Type") ? this : with("Content-Type", "application/json");
    return typed.sendRaw(method, path, BodyPublishers.ofString(json));
  }

  /** Sends any body, with no other headers than were asked for. */
  public Reply sendRaw(String method, String path, BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(facade.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
      KEY.matcher(response.body()).results().forEach(key -> MadeKeys.add(key.group()));
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + method + " " + path, e);
    }
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param headers its headers
   * @param body its body, as text
   */
  public record Reply(int status, HttpHeaders headers, String body) {

    /** The body as JSON. */
    public JsonNode json() {
      return Serialization.unmarshal(body, JsonNode.class);
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

    /** The body as JSON, once the status is the expected one. */
    public JsonNode expect(int expected) {
      assertThat(status).as(body).isEqualTo(expected);
      return json();
    }
  }
}
