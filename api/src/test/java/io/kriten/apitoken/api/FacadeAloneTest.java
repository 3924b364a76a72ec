package io.kriten.apitoken.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.keys.Peppers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The facade while no API server can be reached: it says so, and decides nothing that it cannot.
 */
class FacadeAloneTest {

  private static LoneFacade facade;

  @BeforeAll
  static void start() {
    facade = LoneFacade.start();
  }

  @AfterAll
  static void stop() {
    facade.close();
  }

  private static final SecureRandom RANDOM = new SecureRandom();

  @Test
  void livesButIsNotReadyAndSaysWhy() throws Exception {
    assertThat(facade.send("GET", "/livez").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = facade.send("GET", "/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("\"ready\":false", "have not been loaded yet");
  }

  @Test
  void aKeyThatMightBeGoodGets503AndNever401() throws Exception {
    String key = Peppers.generate(RANDOM).tagKey().mint(RANDOM).reveal();
    for (String path : List.of("/api/v1/api_tokens", "/api/v1/api_tokens/all")) {
      HttpResponse<String> answer = facade.send("GET", path, "Token", key);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(answer.body()).contains("error").doesNotContain(key);
    }
  }

  @Test
  void aBearerThatNobodyCanReviewGets503() throws Exception {
    HttpResponse<String> answer =
        facade.send("GET", "/api/v1/api_tokens", "Authorization", "Bearer somebody");
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
    HttpResponse<String> answer = facade.send("GET", "/api/v1/api_tokens", "Token", key);
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
    HttpResponse<String> answer =
        facade.send("GET", "/api/v1/api_tokens", "Authorization", authorization);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(answer.body()).contains("No credentials");
  }
}
