package io.kriten.apitoken.e2e.rest;

import static io.kriten.apitoken.e2e.Rest.TOKENS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.Rest.Reply;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request is told, with the field, as a 4xx; nothing is stored. */
@ExtendWith(ClusterExtension.class)
class BadInputTest {

  private static final int LIMIT = 64 * 1024;

  private final LocalCluster cluster;
  private final Rest alice;

  BadInputTest(LocalCluster cluster) {
    this.cluster = cluster;
    this.alice = Rest.as(cluster, "alice");
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
            Map.entry("", "body is empty"),
            Map.entry("{", "malformed JSON"),
            Map.entry("{}{}", "malformed JSON"),
            Map.entry("[]", "no JSON object"),
            Map.entry("\"x\"", "no JSON object"),
            Map.entry("7", "no JSON object"),
            Map.entry("null", "no JSON object"),
            Map.entry("{\"enabled\":\"yes\"}", "enabled "),
            Map.entry("{\"enabled\":0}", "enabled "),
            Map.entry("{\"description\":7}", "description "),
            Map.entry("{\"description\":[]}", "description "),
            Map.entry("{\"description\":\"\\u0000\"}", "description "),
            Map.entry("{\"description\":\"\\ud800x\"}", "description "),
            Map.entry("{\"description\":\"" + "d".repeat(1025) + "\"}", "description "),
            Map.entry("{\"expires\":\"2034-01-31\"}", "expires "),
            Map.entry("{\"expires\":\"\"}", "expires "),
            Map.entry("{\"expires\":1700000000}", "expires "),
            Map.entry("{\"expires\":\"2034-01-31T12:00:60Z\"}", "expires "),
            Map.entry("{\"expires\":\"9999-12-31T23:59:59-01:00\"}", "expires "),
            Map.entry("{\"expires\":\"10000-01-01T00:00:00Z\"}", "expires "),
            Map.entry("{\"expires\":\"0000-06-01T00:00:00Z\"}", "expires "),
            Map.entry("{\"enabled\":true,\"enabled\":false}", "there twice"),
            Map.entry("{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}", "nested deeper"))
        .flatMap(
            row ->
                Stream.of("POST", "PUT", "PATCH")
                    .map(method -> Arguments.of(method, row.getKey(), row.getValue())));
  }

  private Set<String> stored() {
    return cluster
        .adminClient()
        .resources(ApiToken.class)
        .inNamespace(LocalSettings.TOKENS_NAMESPACE)
        .list()
        .getItems()
        .stream()
        .map(token -> token.getMetadata().getUid() + token.getSpec())
        .collect(Collectors.toSet());
  }

  private Reply send(String method, String body) {
    return alice.send(method, pathFor(method), body);
  }

  private String pathFor(String method) {
    return method.equals("PATCH") ? TOKENS + "/" + alice.made("{}").field("id") : TOKENS;
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void namesTheField(String method, String body, String message) {
    String path = pathFor(method);
    Set<String> before = stored();
    Reply reply = alice.send(method, path, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains(message);
    assertThat(stored()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH"})
  void invalidUtf8(String method) {
    String path = pathFor(method);
    Set<String> before = stored();
    Reply reply =
        alice
            .with("Content-Type", "application/json")
            .sendRaw(
                method,
                path,
                BodyPublishers.ofByteArray("{\"description\":\"\u00e9\"}".getBytes(ISO_8859_1)));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains("UTF-8");
    assertThat(stored()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH"})
  void aBodyOf64KiBIsTakenAndOneByteMoreIsNot(String method) {
    String path = pathFor(method);
    String fits = "{\"x\":\"" + "x".repeat(LIMIT - 8) + "\"}";
    assertThat(fits.getBytes(UTF_8)).hasSize(LIMIT);
    assertThat(alice.send(method, path, fits).status()).isEqualTo(200);
    Set<String> before = stored();
    Reply reply = alice.send(method, path, fits + " ");
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.error()).contains("64 KiB");
    Reply chunked =
        alice
            .with("Content-Type", "application/json")
            .sendRaw(
                method,
                path,
                BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream((fits + " ").getBytes(UTF_8))));
    assertThat(chunked.status()).isEqualTo(413);
    assertThat(stored()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/jsonx",
        "application/json; charset=iso-8859-1",
        "nonsense"
      })
  void otherContentTypes(String type) {
    for (String method : List.of("POST", "PUT", "PATCH")) {
      String path = pathFor(method);
      Set<String> before = stored();
      Reply reply =
          alice
              .with("Content-Type", type)
              .sendRaw(method, path, BodyPublishers.ofString("{\"enabled\":false}"));
      assertThat(reply.status()).as(method).isEqualTo(415);
      assertThat(reply.error()).contains("Content-Type: application/json");
      assertThat(stored()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON; charset=UTF-8",
        "application/json;charset=\"utf-8\"",
        "application/merge-patch+json"
      })
  void contentTypesOfJson(String type) {
    assertThat(
            alice
                .with("Content-Type", type)
                .sendRaw("POST", TOKENS, BodyPublishers.ofString("{}"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void noContentTypeIsJson() {
    assertThat(alice.sendRaw("POST", TOKENS, BodyPublishers.ofString("{}")).status())
        .isEqualTo(200);
    assertThat(send("PATCH", "{}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH"})
  void compressedBodies(String method) {
    String path = pathFor(method);
    Set<String> before = stored();
    Reply reply = alice.with("Content-Encoding", "gzip").send(method, path, "{\"enabled\":false}");
    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.error()).contains("ompressed");
    assertThat(stored()).isEqualTo(before);
  }
}
