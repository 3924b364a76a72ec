package io.kriten.apitoken.api.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.api.model.SecretListBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists and watches that break off, which a real API server does not do on demand. */
class ListWatchTest {

  private static final String PATH = "/api/v1/namespaces/apitokens/secrets?limit=1";
  private static final String SECOND =
      "/api/v1/namespaces/apitokens/secrets?continue=c1&limit=5000";

  private final KubernetesMockServer server = new KubernetesMockServer(false);
  private final Told told = new Told();
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private KubernetesClient client;
  private ListWatch<Secret> feed;

  /** Writes down what it is told. */
  private static final class Told implements Sink<Secret> {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public String key(Secret secret) {
      return secret.getMetadata().getName();
    }

    @Override
    public void listing(long resourceVersion) {
      lines.add("listing " + resourceVersion);
    }

    @Override
    public void exists(Secret secret) {
      lines.add("exists " + key(secret));
    }

    @Override
    public void changed(Secret secret) {
      lines.add("changed " + key(secret));
    }

    @Override
    public void deleted(Secret secret) {
      lines.add("deleted " + key(secret));
    }

    @Override
    public void listed(Set<String> keys, long resourceVersion) {
      lines.add("listed " + keys.size() + " at " + resourceVersion);
    }

    @Override
    public void reached(long resourceVersion) {
      lines.add("reached " + resourceVersion);
    }
  }

  @BeforeEach
  void start() {
    server.init();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(server.url("/"))
            .withTrustCerts(true)
            .withRequestRetryBackoffLimit(0)
            .withWatchReconnectLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
    feed =
        new ListWatch<>(
            "test", new Source<>(client, Secret.class, "apitokens", Map.of()), told, now::get);
  }

  @AfterEach
  void stop() {
    feed.close();
    client.close();
    server.destroy();
  }

  /** The server that is mocked has no watches, so that the feed is never in sync. */
  private void awaitList() {
    await().until(() -> told.lines.stream().anyMatch(line -> line.startsWith("listed")));
  }

  private static SecretList page(String version, String next, String... names) {
    return new SecretListBuilder()
        .withNewMetadata()
        .withResourceVersion(version)
        .withContinue(next)
        .endMetadata()
        .withItems(List.of(names).stream().map(name -> secret(name, version)).toList())
        .build();
  }

  private static Secret secret(String name, String version) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withResourceVersion(version)
        .endMetadata()
        .build();
  }

  @Test
  void aListThatBreaksOffIsReadAnewFromItsFirstPage() {
    server.expect().get().withPath(PATH).andReturn(200, page("100", "c1", "a")).once();
    server.expect().get().withPath(SECOND).andReturn(500, new StatusBuilder().build()).once();
    server.expect().get().withPath(PATH).andReturn(200, page("200", "c1", "a")).once();
    server.expect().get().withPath(SECOND).andReturn(200, page("200", null, "b")).once();

    feed.start();

    awaitList();
    assertThat(told.lines)
        .containsExactly(
            "listing 100", "exists a", "listing 200", "exists a", "exists b", "listed 2 at 200");
  }

  @Test
  void aListWhoseVersionExpiredHalfwayIsReadAnew() {
    server.expect().get().withPath(PATH).andReturn(200, page("100", "c1", "a")).once();
    server
        .expect()
        .get()
        .withPath(SECOND)
        .andReturn(410, new StatusBuilder().withCode(410).withReason("Expired").build())
        .once();
    server.expect().get().withPath(PATH).andReturn(200, page("200", null, "b")).once();

    feed.start();

    awaitList();
    assertThat(told.lines).endsWith("listing 200", "exists b", "listed 1 at 200");
  }

  @Test
  void whenItHeardIsToldByTheTickerAlone() {
    server.expect().get().withPath(PATH).andReturn(200, page("100", null, "a")).once();
    long before = now.get();
    assertThat(feed.lastHeard()).isEqualTo(before);

    now.addAndGet(Duration.ofMinutes(3).toNanos());
    feed.start();
    await().until(() -> feed.lastHeard() - before == Duration.ofMinutes(3).toNanos());
  }

  @Test
  void theWatchBeginsWhereTheListEnded() throws Exception {
    server.expect().get().withPath(PATH).andReturn(200, page("100", null, "a")).once();

    feed.start();

    awaitList();
    server.takeRequest();
    assertThat(server.takeRequest().getPath())
        .contains("watch=true", "resourceVersion=100", "allowWatchBookmarks=true");
  }
}
