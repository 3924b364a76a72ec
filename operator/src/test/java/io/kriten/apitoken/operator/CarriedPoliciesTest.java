package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CarriedPoliciesTest {

  private static final Path CHART = Path.of("../helm/apitoken/files/admission");

  private final OperatorSettings settings =
      new OperatorSettings(
          "some-release",
          List.of("tokens"),
          "system:serviceaccount:some-release:operator",
          "system:serviceaccount:some-release:facade",
          false,
          Duration.ZERO,
          false,
          -1);

  @Test
  void carriesEveryPolicyOfTheChart() throws IOException {
    try (Stream<Path> files = Files.list(CHART)) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".yaml")))
          .containsExactlyInAnyOrderElementsOf(CarriedPolicies.FILES);
    }
  }

  @Test
  void leavesNoPlaceholder() {
    String carried = new CarriedPolicies(settings).load().toString();

    assertThat(carried)
        .contains(settings.operatorAccount(), settings.facadeAccount(), "namespace=some-release")
        .doesNotContainPattern("@[A-Z_]+@");
  }

  @Test
  void knowsKindAndNameOfEach() {
    assertThat(new CarriedPolicies(settings).load())
        .extracting(Policy::describe)
        .containsExactlyInAnyOrder(
            "MutatingAdmissionPolicy apitoken-owner.kriten.io",
            "MutatingAdmissionPolicyBinding apitoken-owner.kriten.io",
            "ValidatingAdmissionPolicy apitoken-owner.kriten.io",
            "ValidatingAdmissionPolicyBinding apitoken-owner.kriten.io",
            "ValidatingAdmissionPolicy apitoken-secrets.kriten.io",
            "ValidatingAdmissionPolicyBinding apitoken-secrets.kriten.io",
            "ValidatingAdmissionPolicy apitoken-limits.kriten.io",
            "ValidatingAdmissionPolicyBinding apitoken-limits.kriten.io");
  }
}
