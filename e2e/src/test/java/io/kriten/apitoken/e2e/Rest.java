package io.kriten.apitoken.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The REST API, as somebody calls it. Every key in an answer is registered with MadeKeys. */
public final class Rest {

  /** The collection of tokens. */
  public static final String TOKENS = "/api/v1/api_tokens";

  private static final Pattern KEY = Pattern.compile("kri_[0-9A-Za-z]{36}");
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final LocalCluster cluster;
  private final Map<String, String> headers;

  private Rest(LocalCluster cluster, Map<String, String> headers) {
    this.cluster = cluster;
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
    return new Rest(cluster, Map.of());
  }

  /** The same with one more header, or another value of one. */
  public Rest with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Rest(cluster, more);
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

  /** Creates a token, and expects that it works. */
  public JsonNode create(String json) {
    return post(TOKENS, json).expect(200);
  }

  /**
   * Sends a request.
   *
   * @param json the body; null for none
   */
  public Reply send(String method, String path, String json) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(cluster.facadeUrl().resolve(path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                json == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(json));
    if (json != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
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

    /** The body as JSON, once the status is the expected one. */
    public JsonNode expect(int expected) {
      assertThat(status).as(body).isEqualTo(expected);
      return json();
    }
  }
}
