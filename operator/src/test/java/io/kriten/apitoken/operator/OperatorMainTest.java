package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OperatorMainTest {

  @Test
  void runsWithoutAnyOptionAsTheChartInstallsIt() {
    assertThat(settings())
        .isEqualTo(
            new OperatorSettings(
                "apitoken-system",
                List.of("apitokens"),
                "system:serviceaccount:apitoken-system:apitoken-operator",
                "system:serviceaccount:apitoken-system:apitoken-api",
                false,
                Duration.ZERO,
                List.of(),
                true,
                "0.0.0.0",
                8080));
  }

  @Test
  void takesEachOption() {
    assertThat(
            settings(
                "--release-namespace=r",
                "--namespaces=a,b",
                "--operator-account=o",
                "--facade-account=f",
                "--allow-service-account-owners=true",
                "--retention=720h",
                "--certificate-names=api.example.org,10.0.0.7",
                "--leader-election=false",
                "--http-host=127.0.0.1",
                "--http-port=0"))
        .isEqualTo(
            new OperatorSettings(
                "r",
                List.of("a", "b"),
                "o",
                "f",
                true,
                Duration.ofDays(30),
                List.of("api.example.org", "10.0.0.7"),
                false,
                "127.0.0.1",
                0));
  }

  private static OperatorSettings settings(String... arguments) {
    return CommandLine.populateCommand(new OperatorMain(), arguments).settings();
  }
}
