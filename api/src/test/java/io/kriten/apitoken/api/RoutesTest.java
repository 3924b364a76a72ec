package io.kriten.apitoken.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, methods and headers, whoever asks. */
class RoutesTest {

  private static LoneFacade facade;

  @BeforeAll
  static void start() {
    facade = LoneFacade.start();
  }

  @AfterAll
  static void stop() {
    facade.close();
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
    HttpResponse<String> answer = facade.send(method, path);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
    assertThat(answer.body()).contains("error", allowed);
    assertThat(facade.send("OPTIONS", path).headers().firstValue("Allow")).hasValue(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/v1", "/api/v1/api_tokens/x/y", "/metrics", "/docs/../etc"})
  void unknownPathsAre404(String path) throws Exception {
    HttpResponse<String> answer = facade.send("GET", path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("error");
  }

  @Test
  void everyAnswerKeepsBrowsersFromMischief() throws Exception {
    for (String path : List.of("/readyz", "/api/v1/api_tokens", "/nothing")) {
      HttpResponse<String> answer = facade.send("GET", path);
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
    HttpResponse<String> page = facade.send("GET", "/docs");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContainPattern("<script>|onload=|style=");
    for (String asset : List.of("init.js", "swagger-ui.css", "swagger-ui-bundle.js")) {
      assertThat(page.body()).contains("\"/docs/" + asset + "\"");
      assertThat(facade.send("GET", "/docs/" + asset).statusCode()).isEqualTo(200);
    }
    assertThat(facade.send("GET", "/openapi.json").body()).startsWith("{\"openapi\":\"3.1.0\"");
  }

  @Test
  void headIsGetWithoutTheBody() throws Exception {
    HttpResponse<String> head = facade.send("HEAD", "/openapi.json");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .isEqualTo(facade.send("GET", "/openapi.json").headers().firstValue("Content-Length"));
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
    assertThat(preflight(LoneFacade.ORIGIN))
        .startsWith("HTTP/1.1 204")
        .containsIgnoringCase("access-control-allow-origin: " + LoneFacade.ORIGIN)
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
  void metricsHaveAPortOfTheirOwn() throws Exception {
    assertThat(facade.metrics())
        .contains("apitoken_index_synced 0.0", "apitoken_index_staleness_seconds");
  }
}
