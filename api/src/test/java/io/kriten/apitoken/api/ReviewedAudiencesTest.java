package io.kriten.apitoken.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.api.limits.LimitSettings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /tokenreview} where the chart says which audiences a key is for. */
class ReviewedAudiencesTest {

  private static final FakeApiServer API_SERVER = new FakeApiServer();
  private static final String KEY = API_SERVER.key("alice");
  @TempDir private static Path directory;
  private static SyncedFacade facade;

  @BeforeAll
  static void start() throws Exception {
    facade =
        SyncedFacade.start(
            API_SERVER, SyncedFacade.doors(directory, List.of("a", "b")), LimitSettings.OFF);
  }

  @AfterAll
  static void stop() {
    facade.close();
    API_SERVER.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"b\", \"x\"] | \"authenticated\":true,\"user\":{\"username\":\"alice\" | \"audiences\":[\"b\"]",
        "[]           | \"authenticated\":true  | \"audiences\":[\"a\",\"b\"]",
        "[\"x\"]      | \"authenticated\":false | \"status\":{\"authenticated\":false}}"
      })
  void aKeyIsForThese(String asked, String verdict, String audiences) {
    HttpResponse<String> answer = facade.tokenReview(KEY, asked).join();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(verdict, audiences);
  }

  @Test
  void aNullIsNoAudience() {
    for (String key : List.of(KEY, API_SERVER.unknownKey())) {
      HttpResponse<String> answer = facade.tokenReview(key, "[\"a\", null]").join();
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("spec.audiences");
    }
  }
}
