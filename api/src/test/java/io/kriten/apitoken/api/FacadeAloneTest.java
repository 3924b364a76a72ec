package io.kriten.apitoken.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kriten.apitoken.keys.Peppers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The facade while no API server can be reached: it says so, and decides nothing that it cannot.
 */
class FacadeAloneTest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ORIGIN = "https://kriten.example";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static KubernetesClient client;
  private static Facade facade;

  @BeforeAll
  static void start() {
    Config nowhere = new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:1").build();
    client = new KubernetesClientBuilder().withConfig(nowhere).build();
    facade =
        new Facade(
            client,
            new FacadeSettings(
                "apitoken-system",
                List.of("apitokens"),
                "127.0.0.1",
                0,
                0,
                List.of(),
                Duration.ofHours(1),
                false,
                List.of(ORIGIN)),
            Clock.systemUTC(),
            List.of());
    facade.start();
  }

  @AfterAll
  static void stop() {
    facade.close();
    client.close();
  }

  private static HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + facade.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void livesButIsNotReadyAndSaysWhy() throws Exception {
    assertThat(send("GET", "/livez").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = send("GET", "/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("\"ready\":false", "have not been loaded yet");
  }

  @Test
  void aKeyThatMightBeGoodGets503AndNever401() throws Exception {
    String key = Peppers.generate(RANDOM).tagKey().mint(RANDOM).reveal();
    for (String path : List.of("/api/v1/api_tokens", "/api/v1/api_tokens/all")) {
      HttpResponse<String> answer = send("GET", path, "Token", key);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(answer.body()).contains("error").doesNotContain(key);
    }
  }

  @Test
  void aBearerThatNobodyCanReviewGets503() throws Exception {
    HttpResponse<String> answer =
        send("GET", "/api/v1/api_tokens", "Authorization", "Bearer somebody");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.body()).doesNotContain("127.0.0.1", "Connection refused", "somebody");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kri_",
        "kri_rbaurEcVyGJIjRioWIaiT3WteVh8ndlVQAEl",
        "nonsense",
        "kri_0000000000000000000000000000000000000000000000000000000000000000"
      })
  void whatIsNoKeyIsRefusedAtOnce(String key) throws Exception {
    HttpResponse<String> answer = send("GET", "/api/v1/api_tokens", "Token", key);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(answer.body())
        .isEqualTo(
            "{\"error\":\"The API token is not accepted. Use one that exists, is enabled and has"
                + " not expired.\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YWxpY2U6cGFzcw==", "Bearer", "Negotiate abc"})
  void otherSchemesAreNoCredentials(String authorization) throws Exception {
    HttpResponse<String> answer = send("GET", "/api/v1/api_tokens", "Authorization", authorization);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(answer.body()).contains("No credentials");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE | /api/v1/api_tokens     | GET, HEAD, OPTIONS, POST, PUT",
        "BREW   | /api/v1/api_tokens     | GET, HEAD, OPTIONS, POST, PUT",
        "POST   | /api/v1/api_tokens/all | GET, HEAD, OPTIONS",
        "POST   | /api/v1/api_tokens/x   | DELETE, GET, HEAD, OPTIONS, PATCH, PUT",
        "POST   | /readyz                | GET, HEAD, OPTIONS",
        "TRACE  | /openapi.json          | GET, HEAD, OPTIONS"
      })
  void unknownMethodsAre405(String method, String path, String allowed) throws Exception {
    HttpResponse<String> answer = send(method, path);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
    assertThat(answer.body()).contains("error", allowed);
    assertThat(send("OPTIONS", path).headers().firstValue("Allow")).hasValue(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/v1", "/api/v1/api_tokens/x/y", "/metrics", "/docs/../etc"})
  void unknownPathsAre404(String path) throws Exception {
    HttpResponse<String> answer = send("GET", path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("error");
  }

  @Test
  void everyAnswerKeepsBrowsersFromMischief() throws Exception {
    for (String path : List.of("/readyz", "/api/v1/api_tokens", "/nothing")) {
      HttpResponse<String> answer = send("GET", path);
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'");
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValue("application/json; charset=utf-8");
    }
  }

  @Test
  void thePagesOfTheDocumentationLoadNothingInline() throws Exception {
    HttpResponse<String> page = send("GET", "/docs");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContainPattern("<script>|onload=|style=");
    for (String asset : List.of("init.js", "swagger-ui.css", "swagger-ui-bundle.js")) {
      assertThat(page.body()).contains("\"/docs/" + asset + "\"");
      assertThat(send("GET", "/docs/" + asset).statusCode()).isEqualTo(200);
    }
    assertThat(send("GET", "/openapi.json").body()).startsWith("{\"openapi\":\"3.1.0\"");
  }

  @Test
  void headIsGetWithoutTheBody() throws Exception {
    HttpResponse<String> head = send("HEAD", "/openapi.json");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .isEqualTo(send("GET", "/openapi.json").headers().firstValue("Content-Length"));
  }

  private static String preflight(String origin) {
    return RawHttp.exchange(
        facade.port(),
        "OPTIONS /api/v1/api_tokens HTTP/1.1",
        "Host: x",
        "Origin: " + origin,
        "Access-Control-Request-Method: PATCH",
        "Access-Control-Request-Headers: token,content-type",
        "Connection: close");
  }

  @Test
  void anAllowedOriginMaySendTheHeaderToken() {
    assertThat(preflight(ORIGIN))
        .startsWith("HTTP/1.1 204")
        .containsIgnoringCase("access-control-allow-origin: " + ORIGIN)
        .containsPattern("(?i)access-control-allow-headers: .*Token")
        .containsPattern("(?i)access-control-allow-methods: .*PATCH")
        .doesNotContain("*")
        .doesNotContainIgnoringCase("allow-credentials");
  }

  @Test
  void otherOriginsMayNot() {
    assertThat(preflight("https://evil.example"))
        .startsWith("HTTP/1.1 403")
        .doesNotContainIgnoringCase("access-control-allow");
  }

  @Test
  void tenThousandHeadersAre431() {
    String headers =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "X-" + i + ": y")
            .collect(Collectors.joining("\r\n"));
    assertThat(RawHttp.exchange(facade.port(), "GET /readyz HTTP/1.1", "Host: x", headers))
        .containsPattern("^HTTP/1.[01] 431")
        .contains("{\"error\":\"The headers are too many or too long. Send fewer.\"}");
  }

  @Test
  void aHeaderOfAMebibyteIs431() {
    assertThat(
            RawHttp.exchange(
                facade.port(), "GET /readyz HTTP/1.1", "Host: x", "Token: " + "k".repeat(1 << 20)))
        .containsPattern("^HTTP/1.[01] 431");
  }

  @Test
  void aLongUrlIs414() {
    assertThat(
            RawHttp.exchange(facade.port(), "GET /" + "a".repeat(10_000) + " HTTP/1.1", "Host: x"))
        .containsPattern("^HTTP/1.[01] 414")
        .contains("{\"error\":");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NONSENSE |",
        "GET /readyz HTTP/1.1 | Host : x",
        "GET /%zz HTTP/1.1 | Host: x",
        "GET /api/v1/api_tokens/%zz HTTP/1.1 | Host: x",
        "GET /api/v1/api_tokens/%ff%fe HTTP/1.1 | Token: a",
        "GET /api/v1/api_tokens/all?limit=%zz HTTP/1.1 | Host: x",
        "GET /api/v1/api_tokens/all?continue=% HTTP/1.1 | Host: x",
        "GET /api/v1/api_tokens/all?limit=%c3%28 HTTP/1.1 | Token: a",
        "POST /api/v1/api_tokens HTTP/1.1 | Content-Length: -1",
        "POST /api/v1/api_tokens HTTP/1.1 | Content-Length: 1, 2",
        "POST /api/v1/api_tokens HTTP/1.1 | Transfer-Encoding: xchunked"
      })
  void malformedRequestsAre4xx(String line, String header) {
    assertThat(
            RawHttp.exchange(
                facade.port(),
                line,
                Objects.requireNonNullElse(header, "X: y"),
                "Connection: close"))
        .containsPattern("^HTTP/1.[01] 4")
        .contains("{\"error\":\"");
  }

  @Test
  void metricsHaveAPortOfTheirOwn() throws Exception {
    HttpResponse<String> metrics =
        HTTP.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + facade.metricsPort() + "/metrics"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(metrics.body())
        .contains("apitoken_index_synced 0.0", "apitoken_index_staleness_seconds");
  }
}
