package io.kriten.apitoken.api.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.api.problem.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ApiServerErrorsTest {

  private static final String DENIED =
      "apitokens.kriten.io \"rest-x\" is forbidden: ValidatingAdmissionPolicy"
          + " 'apitoken-limits.kriten.io' with binding 'apitoken-limits.kriten.io' denied request: ";

  private static KubernetesClientException said(int code, String message, StatusCause... causes) {
    return new KubernetesClientException(
        new StatusBuilder()
            .withCode(code)
            .withMessage(message)
            .withNewDetails()
            .withCauses(List.of(causes))
            .endDetails()
            .build());
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of(said(403, DENIED + "spec.expires is needed"), 422, "spec.expires is needed"),
        Arguments.of(said(422, DENIED + "spec.expires is needed"), 422, "spec.expires is needed"),
        Arguments.of(
            said(
                422,
                "invalid",
                new StatusCause("spec.owner.groups", "Too many", "FieldValueTooMany")),
            422,
            "spec.owner.groups: Too many"),
        Arguments.of(
            said(403, "admission webhook \"x.example\" denied the request: no"),
            422,
            "cluster's rules"),
        Arguments.of(said(403, "exceeded quota: tokens, requested: 1"), 422, "cluster's rules"),
        Arguments.of(
            said(403, "apitokens.kriten.io is forbidden: User \"sa\" cannot create resource"),
            503,
            "administrators"),
        Arguments.of(said(409, "conflict"), 409, "same time"),
        Arguments.of(said(429, "slow down"), 503, "too busy"),
        Arguments.of(said(500, "etcdserver: leader changed"), 503, "cannot be reached"),
        Arguments.of(said(401, "Unauthorized"), 503, "cannot be reached"),
        Arguments.of(
            new KubernetesClientException("x", new IOException("connect 10.0.0.1:6443")),
            503,
            "cannot be reached"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tellsWhatIsMeant(KubernetesClientException e, int status, String message) {
    Refusal refusal = ApiServerErrors.refusal(e);
    assertThat(refusal.status()).isEqualTo(status);
    assertThat(refusal.getMessage())
        .contains(message)
        .doesNotContain("10.0.0.1", "ValidatingAdmissionPolicy", "webhook", "etcd", "User \"");
    assertThat(refusal.retryAfter() != null).isEqualTo(status == 503);
  }

  @Test
  void aPolicysWordsOfSeveralLinesStayWhole() {
    assertThat(ApiServerErrors.refusal(said(403, DENIED + "one\ntwo")).getMessage())
        .isEqualTo("one\ntwo");
  }
}
