package io.kriten.apitoken.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are none, or that two servers could read in two ways. */
class WireTest {

  private static LoneFacade facade;

  @BeforeAll
  static void start() {
    facade = LoneFacade.start();
  }

  @AfterAll
  static void stop() {
    facade.close();
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
        "NONSENSE | X: y",
        "GET /readyz HTTP/1.1 | Host : x",
        "GET /%zz HTTP/1.1 | X: y",
        "GET /api/v1/api_tokens/%zz HTTP/1.1 | X: y",
        "GET /api/v1/api_tokens/%ff%fe HTTP/1.1 | Token: a",
        "GET /api/v1/api_tokens/all?limit=%zz HTTP/1.1 | X: y",
        "GET /api/v1/api_tokens/all?continue=% HTTP/1.1 | X: y",
        "GET /api/v1/api_tokens/all?limit=%c3%28 HTTP/1.1 | Token: a",
        "POST /api/v1/api_tokens HTTP/1.1 | Content-Length: -1",
        "POST /api/v1/api_tokens HTTP/1.1 | Content-Length: 1, 2",
        "POST /api/v1/api_tokens HTTP/1.1 | Transfer-Encoding: xchunked",
        "POST /api/v1/api_tokens HTTP/1.0 | Transfer-Encoding: chunked",
        "GET | X: y",
        "GET / HTTP/x | X: y",
        "GET / JUNK/1.1 | X: y"
      })
  void malformedRequestsAre4xx(String line, String header) {
    assertThat(RawHttp.exchange(facade.port(), line, "Host: x", header, "Connection: close"))
        .containsPattern("^HTTP/1.[01] 4")
        .contains("{\"error\":\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/readyz             | Transfer-Encoding: chunked | Content-Length: 5",
        "/readyz             | Content-Length: 5          | Transfer-Encoding: chunked",
        "/auth               | Content-Length: 5          | Transfer-Encoding: chunked",
        "/tokenreview        | Content-Length: 5          | Transfer-Encoding: chunked",
        "/api/v1/api_tokens  | Transfer-Encoding: chunked | Transfer-Encoding: chunked",
        "/auth               | Transfer-Encoding: gzip    | X: y",
        "/auth               | Content-Length: 5          | Content-Length: 6"
      })
  void aBodyThatTwoServersCouldEndInTwoPlacesIs400AndTheEnd(
      String path, String one, String another) {
    String smuggled = "GET /livez HTTP/1.1\r\nHost: x";
    String answer =
        RawHttp.exchange(
            facade.port(),
            "POST " + path + " HTTP/1.1",
            "Host: x",
            one,
            another,
            "",
            "0",
            "",
            smuggled);
    assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("\"live\"");
    assertThat(answer).containsOnlyOnce("HTTP/1.1 ").containsIgnoringCase("connection: close");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET / HTTP/9.9", "GET / HTTP/0.9", "GET /auth HTTP/2.0", "GET /auth HTTP/1.2"})
  void otherVersionsOfHttpAre505(String line) {
    assertThat(RawHttp.exchange(facade.port(), line, "Host: x"))
        .containsPattern("^HTTP/1.[01] 505")
        .contains("{\"error\":\"The version of HTTP is not supported. Use HTTP/1.1.\"}");
  }

  @Test
  void thePrefaceOfHttp2Is505() {
    assertThat(RawHttp.exchange(facade.port(), "PRI * HTTP/2.0", "", "SM"))
        .containsPattern("^HTTP/1.[01] 505");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz", "-1", "7fffffffffffffff", "1;\"", " "})
  void aChunkWithoutASizeIs400AndTheEnd(String size) {
    assertThat(
            RawHttp.exchange(
                facade.port(),
                "POST /introspect HTTP/1.1",
                "Host: x",
                "Authorization: Bearer somebody",
                "Content-Type: application/x-www-form-urlencoded",
                "Transfer-Encoding: chunked",
                "",
                size,
                "x"))
        .startsWith("HTTP/1.1 400")
        .contains("{\"error\":\"The body's chunks are malformed. Compare RFC 9112, 7.1.\"}");
  }

  @Test
  void aKeyThatIsThereTwiceIs400() {
    assertThat(
            RawHttp.exchange(
                facade.port(),
                "GET /api/v1/api_tokens HTTP/1.1",
                "Host: x",
                "Token: a",
                "Token: a",
                "Connection: close"))
        .startsWith("HTTP/1.1 400")
        .contains("{\"error\":\"The header Token or Authorization is there more than once.");
  }

  @Test
  void nothingOfAllThisIsAnError() {
    try (Complaints complaints = new Complaints()) {
      malformedRequestsAre4xx("GET /api/v1/api_tokens/all?limit=%c3%28 HTTP/1.1", "Token: a");
      malformedRequestsAre4xx("GET /%zz HTTP/1.1", "X: y");
      aBodyThatTwoServersCouldEndInTwoPlacesIs400AndTheEnd(
          "/auth", "Content-Length: 5", "Transfer-Encoding: chunked");
      otherVersionsOfHttpAre505("GET / HTTP/9.9");
      thePrefaceOfHttp2Is505();
      aChunkWithoutASizeIs400AndTheEnd("zz");
      tenThousandHeadersAre431();
      assertThat(complaints.of("io.vertx")).isEmpty();
      assertThat(complaints.of("io.kriten.apitoken.api.http")).isEmpty();
      assertThat(complaints.of("io.netty")).isEmpty();
    }
  }
}
