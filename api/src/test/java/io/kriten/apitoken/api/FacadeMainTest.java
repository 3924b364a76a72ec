package io.kriten.apitoken.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kriten.apitoken.api.http.ConnectionSettings;
import io.kriten.apitoken.api.tls.ClientTrust;
import io.kriten.apitoken.api.tls.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class FacadeMainTest {

  private static FacadeSettings settings(String... args) {
    FacadeMain main = new FacadeMain();
    new CommandLine(main).parseArgs(args);
    return main.settings();
  }

  @Test
  void defaultsAreThoseOfTheChart() {
    FacadeSettings settings = settings();
    assertThat(settings.releaseNamespace()).isEqualTo("apitoken-system");
    assertThat(settings.namespaces()).containsExactly("apitokens");
    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.metricsPort()).isEqualTo(9090);
    assertThat(settings.audiences()).isEmpty();
    assertThat(settings.maxStaleness()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.allowServiceAccountOwners()).isFalse();
    assertThat(settings.allowedOrigins()).isEmpty();
    assertThat(settings.tls()).isEmpty();
  }

  @Test
  void httpsTakesACertificateAndItsKey() {
    FacadeSettings settings =
        settings(
            "--port=-1",
            "--tls-certificate-file=/tls/tls.crt",
            "--tls-key-file=/tls/tls.key",
            "--tokenreview-client-ca-file=/clients/ca.crt",
            "--tokenreview-client-names=a,b");
    assertThat(settings.tls())
        .hasValue(
            new TlsSettings(
                8443,
                Path.of("/tls/tls.crt"),
                Path.of("/tls/tls.key"),
                Optional.of(new ClientTrust(Path.of("/clients/ca.crt"), List.of("a", "b")))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tls-key-file=k | --tls-certificate-file and --tls-key-file go together",
        "--tls-certificate-file=c | --tls-certificate-file and --tls-key-file go together",
        "--tokenreview-client-ca-file=c | give --tls-certificate-file too",
        "--port=-1 | give a port, or a certificate for HTTPS"
      })
  void httpsIsAllOrNothing(String argument, String message) {
    assertThatThrownBy(() -> settings(argument))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(message);
  }

  @Test
  void lastUsesAreKeptUnlessSomebodySaysNo() {
    assertThat(settings().lastUse()).isTrue();
    assertThat(settings("--last-use=false").lastUse()).isFalse();
  }

  @Test
  void connectionsAreBounded() {
    assertThat(settings().connections()).isEqualTo(ConnectionSettings.DEFAULT);
    assertThat(settings("--connections=7").connections().max()).isEqualTo(7);
    assertThatThrownBy(() -> settings("--connections=0"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("connections");
  }

  @Test
  void listsAreSeparatedByCommas() {
    FacadeSettings settings =
        settings(
            "--namespaces=a,b",
            "--audiences=x, y,",
            "--allowed-origins=https://kriten.example",
            "--allow-service-account-owners=true");
    assertThat(settings.namespaces()).containsExactly("a", "b");
    assertThat(settings.audiences()).containsExactly("x", "y");
    assertThat(settings.allowedOrigins()).isEqualTo(List.of("https://kriten.example"));
    assertThat(settings.allowServiceAccountOwners()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0s, 0", "90s, 90", "1h30m, 5400", "2h, 7200"})
  void staleness(String text, long seconds) {
    assertThat(settings("--max-staleness=" + text).maxStaleness()).hasSeconds(seconds);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0s, 0", "15s, 15"})
  void drain(String text, long seconds) {
    FacadeMain main = new FacadeMain();
    new CommandLine(main).parseArgs("--drain=" + text);
    assertThat(main.lingering()).hasSeconds(seconds);
  }

  @Test
  void saysWhatIsWrongWithDrain() {
    FacadeMain main = new FacadeMain();
    new CommandLine(main).parseArgs("--drain=soon");
    assertThatThrownBy(main::lingering)
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("APITOKEN_DRAIN");
  }

  @ParameterizedTest
  @CsvSource({
    "--max-staleness=-1h, APITOKEN_MAX_STALENESS",
    "--max-staleness=soon, APITOKEN_MAX_STALENESS",
    "--max-staleness=1d, APITOKEN_MAX_STALENESS",
    "--allowed-origins=*, origin",
    "--port=eighty, --port"
  })
  void saysWhatIsWrong(String argument, String message) {
    assertThatThrownBy(() -> settings(argument))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(message);
  }
}
