package io.kriten.apitoken.api;

import io.kriten.apitoken.api.tls.ClientTrust;
import io.kriten.apitoken.api.tls.TlsSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for HTTPS. */
final class TlsOptions {

  @Option(
      names = "--tls-port",
      defaultValue = "${env:APITOKEN_TLS_PORT:-8443}",
      description = "The port of the API over HTTPS, where there is a certificate.")
  private int port;

  @Option(
      names = "--tls-certificate-file",
      defaultValue = "${env:APITOKEN_TLS_CERTIFICATE_FILE:-}",
      description = "The certificate and its chain, as PEM; empty: no HTTPS.")
  private String certificate;

  @Option(
      names = "--tls-key-file",
      defaultValue = "${env:APITOKEN_TLS_KEY_FILE:-}",
      description = "The certificate's key, as PEM.")
  private String key;

  @Option(
      names = "--tokenreview-client-ca-file",
      defaultValue = "${env:APITOKEN_TOKENREVIEW_CLIENT_CA_FILE:-}",
      description =
          "The CAs that sign kube-apiserver's client certificate for /tokenreview, as PEM; empty:"
              + " no certificate counts there.")
  private String clientAuthorities;

  @Option(
      names = "--tokenreview-client-names",
      split = ",",
      defaultValue = "${env:APITOKEN_TOKENREVIEW_CLIENT_NAMES:-kube-apiserver}",
      description = "The common names in that certificate that count.")
  private List<String> clientNames;

  TlsOptions() {}

  /**
   * @throws IllegalArgumentException when one option wants another
   */
  Optional<TlsSettings> settings() {
    if (certificate.isBlank() != key.isBlank()) {
      throw new IllegalArgumentException(
          "--tls-certificate-file and --tls-key-file go together: give both or none");
    }
    if (certificate.isBlank() && !clientAuthorities.isBlank()) {
      throw new IllegalArgumentException(
          "--tokenreview-client-ca-file counts over HTTPS only: give --tls-certificate-file too");
    }
    return Optional.of(certificate)
        .filter(file -> !file.isBlank())
        .map(file -> new TlsSettings(port, Path.of(file), Path.of(key), clients()));
  }

  private Optional<ClientTrust> clients() {
    return Optional.of(clientAuthorities)
        .filter(file -> !file.isBlank())
        .map(
            file ->
                new ClientTrust(
                    Path.of(file), clientNames.stream().filter(name -> !name.isBlank()).toList()));
  }
}
