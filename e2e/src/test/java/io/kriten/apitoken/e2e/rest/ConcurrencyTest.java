package io.kriten.apitoken.e2e.rest;

import static io.kriten.apitoken.e2e.Rest.RUNNERS;
import static io.kriten.apitoken.e2e.Rest.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.Rest.Reply;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many at once: no change and no token is lost, none is there twice. */
@ExtendWith(ClusterExtension.class)
class ConcurrencyTest {

  private static final int PATCHES = 300;
  private static final int TOKENS_MADE = 1_000;
  private static final int CLIENTS = 8;

  private final LocalCluster cluster;
  private final Rest carol;

  ConcurrencyTest(LocalCluster cluster) {
    this.cluster = cluster;
    this.carol = Rest.as(cluster, "carol");
  }

  private static <T> List<T> all(int threads, List<Callable<T>> calls) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> call : executor.invokeAll(calls)) {
        results.add(call.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void twoPatchesOfDifferentFieldsBothSurvive() throws Exception {
    Reply token = carol.made("{}");
    String path = TOKENS + "/" + token.field("id");
    Rest byKeyOfHers = Rest.byKey(cluster, carol.made("{}").field("key"));
    for (int i = 0; i < PATCHES; i++) {
      boolean enabled = i % 2 == 0;
      String description = "change " + i;
      // Every third time one of the two comes by a key, whose change must be checked against what
      // is stored.
      Rest describer = i % 3 == 0 ? byKeyOfHers : carol;
      List<Reply> replies =
          all(
              2,
              List.of(
                  () -> carol.patch(path, "{\"enabled\":" + enabled + "}"),
                  () -> describer.patch(path, "{\"description\":\"" + description + "\"}")));
      assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isEqualTo(200));
      JsonNode after = carol.get(path).json();
      assertThat(after.get("enabled").asBoolean()).isEqualTo(enabled);
      assertThat(after.get("description").asText()).isEqualTo(description);
      assertThat(Rest.byKey(cluster, token.field("key")).get(RUNNERS).status())
          .isEqualTo(enabled ? 200 : 401);
    }
  }

  @Test
  void eightClientsMakeAThousandTokens() throws Exception {
    List<Callable<Reply>> calls =
        IntStream.range(0, TOKENS_MADE)
            .mapToObj(i -> (Callable<Reply>) () -> carol.made("{\"description\":\"" + i + "\"}"))
            .toList();
    List<Reply> made = all(CLIENTS, calls);
    Set<String> ids = new HashSet<>();
    Set<String> keys = new HashSet<>();
    made.forEach(
        reply -> {
          ids.add(reply.field("id"));
          keys.add(reply.field("key"));
        });
    assertThat(ids).hasSize(TOKENS_MADE);
    assertThat(keys).hasSize(TOKENS_MADE);
    Set<String> listed = new HashSet<>();
    carol.get(TOKENS).json().forEach(token -> listed.add(token.get("id").asText()));
    assertThat(listed).containsAll(ids);
    assertThat(
            cluster
                .adminClient()
                .secrets()
                .inNamespace(LocalSettings.TOKENS_NAMESPACE)
                .withField("type", Labels.DIGEST_TYPE)
                .list()
                .getItems()
                .stream()
                .flatMap(secret -> DigestSecrets.tokenUid(secret).stream())
                .filter(ids::contains))
        .hasSize(TOKENS_MADE)
        .doesNotHaveDuplicates();
    for (Reply reply : made) {
      assertThat(Rest.byKey(cluster, reply.field("key")).get(RUNNERS).status()).isEqualTo(200);
    }
    List<Callable<Reply>> deletions =
        ids.stream().map(id -> (Callable<Reply>) () -> carol.delete(TOKENS + "/" + id)).toList();
    assertThat(all(CLIENTS, deletions))
        .allSatisfy(reply -> assertThat(reply.status()).isEqualTo(200));
  }
}
