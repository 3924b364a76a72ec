package io.kriten.apitoken.e2e.rest;

import static io.kriten.apitoken.e2e.Rest.RUNNERS;
import static io.kriten.apitoken.e2e.Rest.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.Rest.Reply;
import io.kriten.apitoken.local.LocalCluster;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/**
 * One line for every management call and every refused key: who, what, which token; never a key.
 * All facades of this JVM write into the one log.
 */
@ExtendWith(ClusterExtension.class)
@Isolated
class AuditTest {

  private final LocalCluster cluster;
  private final Rest alice;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger log = (Logger) LoggerFactory.getLogger("audit");
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };

  AuditTest(LocalCluster cluster) {
    this.cluster = cluster;
    this.alice = Rest.as(cluster, "alice");
  }

  @BeforeEach
  void listen() {
    appender.start();
    log.addAppender(appender);
  }

  @AfterEach
  void stop() {
    log.detachAppender(appender);
  }

  /** The only line since the last call of this. */
  private JsonNode line() {
    await().until(() -> !lines.isEmpty());
    assertThat(lines).hasSize(1);
    String line = lines.remove(0);
    assertThat(line).doesNotContain("\n", "\r").matches("\\p{ASCII}*");
    try {
      return new ObjectMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  private static void assertLine(
      JsonNode line, String operation, String user, String token, int status) {
    assertThat(line.path("operation").asText()).isEqualTo(operation);
    assertThat(line.path("user").asText()).isEqualTo(user);
    assertThat(line.path("token").asText()).isEqualTo(token);
    assertThat(line.path("status").asInt()).isEqualTo(status);
    assertThat(line.path("source").asText()).isEqualTo("127.0.0.1");
  }

  @Test
  void everyManagementCall() {
    Reply token = alice.made("{\"description\":\"a\\nb\"}");
    String id = token.field("id");
    assertLine(line(), "create", "alice", id, 200);
    alice.get(TOKENS);
    assertLine(line(), "list", "alice", "", 200);
    alice.get(TOKENS + "/all");
    assertLine(line(), "listAll", "alice", "", 200);
    alice.get(TOKENS + "/" + id);
    assertLine(line(), "get", "alice", id, 200);
    alice.patch(TOKENS + "/" + id, "{\"description\":\"x\"}");
    assertLine(line(), "patch", "alice", id, 200);
    Rest.as(cluster, "bob").delete(TOKENS + "/" + id);
    JsonNode refused = line();
    assertLine(refused, "delete", "bob", id, 404);
    assertThat(refused.path("refusal").asText()).isNotEmpty();
    Rest.byKey(cluster, token.field("key")).get(TOKENS);
    JsonNode byKey = line();
    assertLine(byKey, "list", "alice", "", 200);
    assertThat(byKey.path("byToken").asText()).isEqualTo(id);
    alice.delete(TOKENS + "/" + id);
    assertLine(line(), "delete", "alice", id, 200);
    alice.post(TOKENS, "{");
    assertLine(line(), "create", "alice", "", 400);
  }

  @Test
  void everyRefusedKeyWithTheReasonThatItsSenderIsNotTold() {
    Reply token = alice.made("{\"enabled\":false}");
    line();
    Rest.byKey(cluster, token.field("key")).get(RUNNERS);
    JsonNode disabled = line();
    assertLine(disabled, "authenticate", "", token.field("id"), 401);
    assertThat(disabled.path("verdict").asText()).isEqualTo("Disabled");
    Rest.byKey(cluster, "kri_nonsense").get(RUNNERS);
    JsonNode malformed = line();
    assertThat(malformed.path("verdict").asText()).isEqualTo("Malformed");
    assertThat(malformed.toString()).doesNotContain("nonsense");
    Rest.byKey(cluster, token.field("key")).get(RUNNERS);
    assertThat(line().toString()).doesNotContain(token.field("key"));
  }
}
