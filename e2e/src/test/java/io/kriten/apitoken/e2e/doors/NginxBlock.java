package io.kriten.apitoken.e2e.doors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The nginx block of docs/gateways.md, with nothing changed but names and addresses.
 *
 * @param text as nginx reads it
 */
record NginxBlock(String text) {

  private static final Path DOCUMENT = Path.of("..", "docs", "gateways.md");
  private static final Pattern BLOCK = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);

  static NginxBlock documented() {
    try {
      Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
      assertThat(block.find()).isTrue();
      return new NginxBlock(block.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changed as the page says for plain HTTP. */
  NginxBlock byHttp() {
    String plain =
        text.replaceAll(" +proxy_ssl_.*\n", "")
            .replace("proxy_pass https://apitoken/auth;", "proxy_pass http://apitoken/auth;");
    assertThat(plain).doesNotContain("proxy_ssl").contains("proxy_pass http://apitoken/auth;");
    return new NginxBlock(plain);
  }

  /** With that file of CAs. */
  NginxBlock byHttps(Path authority) {
    return new NginxBlock(
        text.replace("/etc/nginx/apitoken/ca.crt", authority.toAbsolutePath().toString())
            .replace(
                "proxy_ssl_name apitoken-api.apitoken-system.svc", "proxy_ssl_name localhost"));
  }

  /**
   * What {@link Nginx#start} takes.
   *
   * @param facade its host and port
   */
  String between(String facade, Application application) {
    String adapted =
        text.replace("apitoken-api.apitoken-system.svc:443", facade)
            .replace("application.default.svc:8080", "127.0.0.1:" + application.port())
            .replace("listen 8080", "listen 127.0.0.1:@PORT@");
    assertThat(adapted).doesNotContain(".svc");
    return adapted;
  }
}
