package io.kriten.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The resource as JSON, read and written by the mapper that fabric8's client uses. */
class ApiTokenJsonTest {

  private static final String MINIMAL =
      """
      {"apiVersion":"kriten.io/v1alpha1","kind":"ApiToken","metadata":{"name":"ci"},"spec":{"owner":{"username":"alice"}}}""";

  private static ApiToken read(String json) {
    return Serialization.unmarshal(json, ApiToken.class);
  }

  @Test
  void whatIsAbsentStaysAbsent() {
    assertThat(Serialization.asJson(read(MINIMAL))).isEqualTo(MINIMAL);
  }

  @Test
  void nullReadsAsAbsent() {
    ApiToken token =
        read(
            """
            {"apiVersion":"kriten.io/v1alpha1","kind":"ApiToken","metadata":{"name":"ci"},
             "spec":{"owner":{"username":"alice","uid":null,"groups":null},"description":null,"enabled":null,
              "expires":null,"keySerial":null,"delivery":null},"status":null}""");

    assertThat(token.getSpec())
        .isEqualTo(new ApiTokenSpec(new Owner("alice", null, null), null, null, null, null, null));
    assertThat(token.getStatus()).isNull();
    assertThat(Serialization.asJson(token)).isEqualTo(MINIMAL);
  }

  @Test
  void everyFieldSurvivesTheRoundTrip() {
    ApiToken token = read(MINIMAL);
    token.setSpec(
        new ApiTokenSpec(
            new Owner("alice", "u-1", Set.of("devs")),
            "what for",
            false,
            "2030-01-31T12:00:00Z",
            7,
            new Delivery(Delivery.Mode.Response, "90m")));
    token.setStatus(
        new ApiTokenStatus(
            List.of(new ConditionBuilder().withType("Ready").withStatus("False").build()),
            "kri_abcd",
            "apitoken-key-u-1"));

    ApiToken read = read(Serialization.asJson(token));

    assertThat(read.getSpec()).isEqualTo(token.getSpec());
    assertThat(read.getStatus()).isEqualTo(token.getStatus());
  }

  @Test
  void groupsKeepTheirOrder() {
    ApiToken token =
        read(
            """
            {"spec":{"owner":{"username":"alice","groups":["zebras","devs","ops","ants"]}}}""");

    assertThat(token.getSpec().owner().groups()).containsExactly("zebras", "devs", "ops", "ants");
    assertThat(token.getSpec().owner().sortedGroups())
        .containsExactly("ants", "devs", "ops", "zebras");
  }

  @Test
  void fieldsOfALaterVersionAreSkipped() {
    ApiToken token =
        read(
            """
            {"apiVersion":"kriten.io/v1alpha1","kind":"ApiToken","later":1,"metadata":{"name":"ci"},
             "spec":{"later":[{}],"owner":{"username":"alice","later":{}},"delivery":{"mode":"Secret","later":true}},
             "status":{"later":"x","keyHint":"kri_abcd","conditions":[{"type":"Ready","status":"True","later":1}]}}""");

    assertThat(token.getSpec().owner()).isEqualTo(new Owner("alice", null, null));
    assertThat(token.getSpec().delivery()).isEqualTo(new Delivery(Delivery.Mode.Secret, null));
    assertThat(token.getStatus().keyHint()).isEqualTo("kri_abcd");
    assertThat(Conditions.find(token, Conditions.READY)).isPresent();
  }

  @Test
  void deliveryModeOfALaterVersionIsUnknown() {
    ApiToken token =
        read("{\"spec\":{\"owner\":{\"username\":\"alice\"},\"delivery\":{\"mode\":\"Push\"}}}");

    assertThat(token.getSpec().deliveryOrDefault().modeOrDefault())
        .isEqualTo(Delivery.Mode.Unknown);
  }
}
