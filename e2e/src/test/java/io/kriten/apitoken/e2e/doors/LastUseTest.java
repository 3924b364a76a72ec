package io.kriten.apitoken.e2e.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two facades under the chart's account: when a key was last used, on either of them. */
@ExtendWith(ClusterExtension.class)
class LastUseTest {

  private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(20);

  private final LocalCluster cluster;
  private Facades one;
  private Facades another;

  LastUseTest(LocalCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void start() {
    one = Facades.start(cluster);
    another = Facades.start(cluster);
  }

  @AfterEach
  void stop() {
    another.close();
    one.close();
  }

  private Optional<Instant> lastUse(Facades facade, Door.Made token) {
    String found =
        Door.json(
                Door.get(
                    facade.url(),
                    Door.TOKENS + "/" + token.id(),
                    "Authorization",
                    "Bearer " + cluster.bearer("alice")))
            .path("last_used_at")
            .asText();
    return found.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(found));
  }

  private static void use(Facades facade, Door.Made token) {
    assertThat(Door.get(facade.url(), "/auth", "Token", token.key()).statusCode()).isEqualTo(200);
  }

  private String stored(String id) {
    long shard = UUID.fromString(id).getMostSignificantBits() >>> 58;
    ConfigMap found =
        cluster
            .adminClient()
            .configMaps()
            .inNamespace(LocalSettings.RELEASE_NAMESPACE)
            .withName("apitoken-last-use-%02x".formatted(shard))
            .get();
    return found.getData() == null ? "" : found.getData().getOrDefault("uses", "");
  }

  @Test
  void aUseOnOneIsSeenOnTheOther() {
    Door.Made token = Door.make(cluster, "alice", "{}");
    assertThat(lastUse(one, token)).isEmpty();
    assertThat(lastUse(another, token)).isEmpty();
    Instant before = Instant.now().minusSeconds(1);
    await().untilAsserted(() -> use(one, token));

    assertThat(lastUse(one, token).orElseThrow()).isBetween(before, Instant.now());
    await()
        .atMost(WRITTEN_WITHIN)
        .untilAsserted(() -> assertThat(lastUse(another, token)).isPresent());
    assertThat(lastUse(another, token)).isEqualTo(lastUse(one, token));
    assertThat(stored(token.id())).contains(token.id()).doesNotContain("kri_");
  }

  @Test
  void refusedKeysAndLoginsAreNoUses() {
    Door.Made token = Door.make(cluster, "alice", "{\"enabled\":false}");
    assertThat(Door.get(one.url(), "/auth", "Token", token.key()).statusCode()).isEqualTo(401);
    assertThat(lastUse(one, token)).isEmpty();
  }

  @Test
  void bothWriteAtOnceAndNoUseIsLost() {
    List<Door.Made> tokens = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      tokens.add(Door.make(cluster, "alice", "{}"));
    }
    for (int i = 0; i < tokens.size(); i++) {
      use(i % 2 == 0 ? one : another, tokens.get(i));
    }
    await()
        .atMost(WRITTEN_WITHIN)
        .untilAsserted(
            () ->
                assertThat(tokens)
                    .allSatisfy(token -> assertThat(stored(token.id())).contains(token.id())));
  }

  @Test
  void whatIsKnownIsWrittenWhenAFacadeEnds() {
    Door.Made token = Door.make(cluster, "alice", "{}");
    use(one, token);
    await().atMost(WRITTEN_WITHIN).until(() -> stored(token.id()).contains(token.id()));
    String first = stored(token.id());
    Instant used = lastUse(one, token).orElseThrow();
    await()
        .untilAsserted(
            () -> {
              use(one, token);
              assertThat(lastUse(one, token).orElseThrow()).isAfter(used);
            });
    assertThat(stored(token.id())).as("not within five minutes").isEqualTo(first);

    one.close();
    assertThat(stored(token.id())).isNotEqualTo(first);
  }
}
