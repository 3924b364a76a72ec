package io.kriten.apitoken.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.api.auth.Credentials.Kind;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CredentialsTest {

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of(List.of(), Kind.NONE, ""),
        Arguments.of(List.of("Token", "kri_a"), Kind.KEY, "kri_a"),
        Arguments.of(List.of("tOKEN", "kri_a"), Kind.KEY, "kri_a"),
        Arguments.of(List.of("Token", "  kri_a\t"), Kind.KEY, "kri_a"),
        Arguments.of(List.of("Token", "anything"), Kind.KEY, "anything"),
        Arguments.of(List.of("Token", ""), Kind.NONE, ""),
        Arguments.of(List.of("Token", " \t "), Kind.NONE, ""),
        Arguments.of(List.of("Token", "", "Authorization", "Bearer b"), Kind.BEARER, "b"),
        Arguments.of(List.of("Token", "bad", "Authorization", "Bearer b"), Kind.KEY, "bad"),
        Arguments.of(List.of("Authorization", "Bearer b"), Kind.BEARER, "b"),
        Arguments.of(List.of("authorization", "bEARER   b "), Kind.BEARER, "b"),
        Arguments.of(List.of("Authorization", "Bearer\tb"), Kind.BEARER, "b"),
        Arguments.of(List.of("Authorization", "Bearer kri_a"), Kind.KEY, "kri_a"),
        Arguments.of(List.of("Authorization", "Bearer my KRI_a."), Kind.KEY, "my KRI_a."),
        Arguments.of(
            List.of("Authorization", "Bearer eyJh.eyJz.kri_A"), Kind.BEARER, "eyJh.eyJz.kri_A"),
        Arguments.of(List.of("Authorization", "Bearer eykri_a"), Kind.KEY, "eykri_a"),
        Arguments.of(List.of("Authorization", "Bearer KRI_a"), Kind.KEY, "KRI_a"),
        Arguments.of(List.of("Authorization", "Bearer"), Kind.NONE, ""),
        Arguments.of(List.of("Authorization", "Bearer "), Kind.NONE, ""),
        Arguments.of(List.of("Authorization", "Bearerb"), Kind.NONE, ""),
        Arguments.of(List.of("Authorization", "Basic YWxpY2U6cGFzcw=="), Kind.NONE, ""),
        Arguments.of(List.of("Authorization", "kri_a"), Kind.NONE, ""),
        Arguments.of(List.of("Token", "kri_a", "Token", "kri_a"), Kind.AMBIGUOUS, ""),
        Arguments.of(List.of("Token", "kri_a", "Token", ""), Kind.AMBIGUOUS, ""),
        Arguments.of(List.of("Token", "kri_a", "token", "kri_b"), Kind.AMBIGUOUS, ""),
        Arguments.of(
            List.of("Authorization", "Bearer a", "Authorization", "Bearer b"), Kind.AMBIGUOUS, ""));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsHeaders(List<String> headers, Kind kind, String value) {
    MultiMap map = HttpHeaders.headers();
    for (int i = 0; i < headers.size(); i += 2) {
      map.add(headers.get(i), headers.get(i + 1));
    }
    Credentials credentials = Credentials.of(map);
    assertThat(credentials).isEqualTo(new Credentials(kind, value));
    assertThat(credentials.toString()).isEqualTo("Credentials[" + kind + "]");
  }
}
