package io.kriten.apitoken.e2e.admission;

import static io.kriten.apitoken.e2e.admission.Callers.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.InNamespacesOfItsOwn;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller who came by a {@code kri_} key narrows tokens, and never makes or widens one. */
@InNamespacesOfItsOwn
class KeyCallerTest {

  private static Callers callers;

  @BeforeAll
  static void callers(LocalCluster cluster) {
    callers = Callers.in(cluster, "key-caller");
  }

  @BeforeEach
  void disabledToken() {
    callers
        .alice()
        .runWithInput(
            token("alices", "{enabled: false, expires: '2040-01-01T00:00:00Z'}"),
            "create",
            "-f",
            "-")
        .expectSuccess();
  }

  @AfterEach
  void removeIt() {
    callers.alice().run("delete", "apitoken", "alices", "--ignore-not-found").expectSuccess();
  }

  @Test
  void makesNone() {
    String refusal = "a kri_ key makes no tokens: create the token with your own login";

    assertThat(make("create")).contains("Error from server (Forbidden)").contains(refusal);
    assertThat(make("apply", "--server-side")).contains(refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"spec\": {\"enabled\": true}} | spec.enabled: a kri_ key may disable a token, not enable it; do it with your own login",
        "{\"spec\": {\"enabled\": null}} | spec.enabled: a kri_ key may disable a token, not enable it",
        "{\"spec\": {\"expires\": \"2040-01-01T00:00:01Z\"}} | spec.expires: a kri_ key may bring the end of a token nearer, not put it off; do it with your own login",
        "{\"spec\": {\"expires\": \"2040-01-01T00:00:00-00:01\"}} | spec.expires: a kri_ key may bring the end of a token nearer",
        "{\"spec\": {\"expires\": null}} | spec.expires: a kri_ key may bring the end of a token nearer",
        "{\"spec\": {\"keySerial\": 2}} | spec.keySerial: a kri_ key asks for no new key; do it with your own login"
      })
  void widensNone(String patch, String refusal) {
    assertThat(patch(callers.aliceByKey(), patch).expectFailure())
        .contains("Error from server (Forbidden)")
        .contains(refusal);
    patch(callers.alice(), patch).expectSuccess();
  }

  @Test
  void widensNoneByReplacingIt() {
    assertThat(
            callers
                .aliceByKey()
                .runWithInput(token("alices", "enabled: false"), "replace", "-f", "-")
                .expectFailure())
        .contains("spec.expires: a kri_ key may bring the end of a token nearer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"spec\": {\"description\": \"by key\"}}",
        "{\"spec\": {\"expires\": \"2039-12-31T23:59:59Z\"}}",
        "{\"spec\": {\"expires\": \"2040-01-01T01:00:00+01:00\"}}",
        "{\"metadata\": {\"annotations\": {\"kriten.io/updated-at\": \"2030-01-01T00:00:00Z\"}}}"
      })
  void narrowsAndDescribes(String patch) {
    patch(callers.aliceByKey(), patch).expectSuccess();
  }

  @Test
  void disablesAndDeletes() {
    patch(callers.alice(), "{\"spec\": {\"enabled\": true}}").expectSuccess();

    patch(callers.aliceByKey(), "{\"spec\": {\"enabled\": false}}").expectSuccess();
    callers.aliceByKey().run("delete", "apitoken", "alices").expectSuccess();
  }

  @Test
  void setsAnEndWhereThereWasNone() {
    patch(callers.alice(), "{\"spec\": {\"expires\": null}}").expectSuccess();

    patch(callers.aliceByKey(), "{\"spec\": {\"expires\": \"9999-12-31T23:59:59Z\"}}")
        .expectSuccess();
  }

  private static String make(String... verb) {
    return callers
        .aliceByKey()
        .with(verb)
        .runWithInput(token("made", ""), "-f", "-")
        .expectFailure();
  }

  private static Kubectl.Result patch(Kubectl caller, String patch) {
    return caller.run("patch", "apitoken", "alices", "--type=merge", "-p", patch);
  }
}
