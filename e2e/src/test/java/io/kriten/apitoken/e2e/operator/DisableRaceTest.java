package io.kriten.apitoken.e2e.operator;

import static io.kriten.apitoken.e2e.operator.OperatorCluster.TOKENS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.kriten.apitoken.crds.ApiToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Somebody disables a token at the very moment in which its status is written. */
@OnOperatorCluster
class DisableRaceTest {

  private static final int TIMES = 100;
  private static final Path LOG = Path.of("target", "e2e.log");

  /** Of this test's tokens: operators of other tests log into the same file. */
  private static final Pattern COMPLAINT =
      Pattern.compile("(WARN|ERROR) .*(io.javaoperatorsdk|io.kriten.apitoken.operator).*race-");

  /** Disables each token right before its first status is sent. */
  private static final class Disabler implements Interceptor {

    private final KubernetesClient admin;
    private final Set<String> disabled = ConcurrentHashMap.newKeySet();

    Disabler(KubernetesClient admin) {
      this.admin = admin;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      String path = request.uri().getPath();
      if (request.method().equals("PATCH") && path.endsWith("/status")) {
        disableOnce(nameIn(path));
      }
    }

    private void disableOnce(String name) {
      if (disabled.add(name)) {
        var unused =
            admin
                .resources(ApiToken.class)
                .inNamespace(TOKENS)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"enabled\":false}}");
      }
    }

    private static String nameIn(String path) {
      String token = path.substring(0, path.length() - "/status".length());
      return token.substring(token.lastIndexOf('/') + 1);
    }
  }

  @Test
  void itEndsDisabled(OperatorCluster cluster) throws IOException {
    long logged = Files.size(LOG);
    Disabler disabler = new Disabler(cluster.admin());
    var unused =
        cluster.operator(
            OperatorCluster.settings(Duration.ZERO, false),
            Clock.systemUTC(),
            cluster.interceptedClient(disabler));

    List<TokenProbe> tokens = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      tokens.add(cluster.create("alice", "race-" + i));
    }

    tokens.forEach(token -> token.awaitReady("Disabled"));
    assertThat(disabler.disabled).hasSize(TIMES);
    tokens.forEach(
        token ->
            assertThat(token.condition("Ready").orElseThrow().getObservedGeneration())
                .isEqualTo(token.token().getMetadata().getGeneration()));
    assertThat(loggedSince(logged))
        .as("a conflict is no fault")
        .filteredOn(line -> COMPLAINT.matcher(line).find())
        .isEmpty();
  }

  private static List<String> loggedSince(long position) throws IOException {
    byte[] log = Files.readAllBytes(LOG);
    return new String(log, (int) position, log.length - (int) position, UTF_8).lines().toList();
  }
}
