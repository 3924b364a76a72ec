package io.kriten.apitoken.api.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kriten.apitoken.api.auth.ResourceAccess;
import io.kriten.apitoken.api.problem.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessQueryTest {

  @Test
  void readsAllFive() {
    assertThat(
            AccessQuery.parse(
                "verb=get&group=kriten.io&resource=apitokens&namespace=apitokens&name=a%3Ab"))
        .isEqualTo(new ResourceAccess("get", "kriten.io", "apitokens", "", "apitokens", "a:b"));
  }

  @Test
  void whatIsLeftOutIsEmpty() {
    assertThat(AccessQuery.parse("verb=get&resource=pods/log"))
        .isEqualTo(new ResourceAccess("get", "", "pods", "log", "", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "verb=get, resource is missing",
    "resource=pods, verb is missing",
    "verb=&resource=pods, verb is missing",
    "verb=get&resource=pods&verb=list, verb is there twice",
    "verb=get&resource=pods&namespaces=x, unknown parameter",
    "verb=get&resource=pods&name=%0d%0a, visible ASCII",
    "verb=get&resource=pods&name=%C3%A9, visible ASCII",
    "verb=get&resource=a%20b, visible ASCII",
    "verb=%zz&resource=pods, percent-encoded",
    "&&&, verb is missing"
  })
  void refusesTheRestAndSaysWhatToMend(String query, String message) {
    assertThatThrownBy(() -> AccessQuery.parse(query))
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(400))
        .hasMessageContaining(query.equals("&&&") ? "is missing" : message);
  }

  @Test
  void refusesWhatIsLongerThanAName() {
    assertThatThrownBy(() -> AccessQuery.parse("verb=get&resource=pods&name=" + "a".repeat(254)))
        .hasMessageContaining("longer than 253");
  }
}
