package io.kriten.apitoken.e2e.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the tests of the documented page share: who asks, and what is read of the answers. */
@ExtendWith(ClusterExtension.class)
abstract class Replay {

  static final String TOKENS = Rest.TOKENS;
  static final String RUNNERS = "/api/v1/runners";
  static final String PAGE_KEY = "kri_rbaurEcVyGJIjRioWIaiT3WteVh8ndlVQAEl";
  static final String PAGE_ID = "c38ef92a-522e-41bb-ae5b-ab29a16727d4";
  static final String NEVER = "0000-01-01T00:00:00Z";

  final Page page = Page.read();
  final LocalCluster cluster;
  final Rest alice;
  final Rest bob;
  final Rest admin;

  Replay(LocalCluster cluster) {
    this.cluster = cluster;
    this.alice = Rest.as(cluster, "alice");
    this.bob = Rest.as(cluster, "bob");
    this.admin = Rest.as(cluster, "admin");
  }

  Rest byKey(String key) {
    return Rest.byKey(cluster, key);
  }

  String shell(String line) throws IOException, InterruptedException {
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", line);
    bash.environment().put("KRITEN_URL", cluster.facadeUrl().toString().replaceFirst("/$", ""));
    Process process = bash.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  static String id(JsonNode token) {
    return token.get("id").asText();
  }

  static String key(JsonNode token) {
    return token.get("key").asText();
  }

  static Instant instant(JsonNode token, String field) {
    return Instant.parse(token.get(field).asText());
  }

  static List<String> ids(Rest.Reply reply) {
    List<String> ids = new ArrayList<>();
    reply.expect(200).forEach(token -> ids.add(id(token)));
    return ids;
  }

  static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
