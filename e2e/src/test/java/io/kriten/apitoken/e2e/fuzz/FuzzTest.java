package io.kriten.apitoken.e2e.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.ClusterExtension;
import io.kriten.apitoken.e2e.MadeKeys;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Requests that follow openapi.yaml and requests that break it, thousands of them, always the same:
 * never a 5xx, never an answer that openapi.yaml does not announce.
 */
@ExtendWith(ClusterExtension.class)
class FuzzTest {

  private static final Path DIRECTORY = Path.of("target", "fuzz");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern KEY = Pattern.compile("kri_[0-9A-Za-z]{36}");

  @Test
  void nothingBreaksTheApiAndItAnswersAsItSays(LocalCluster cluster) throws IOException {
    Files.createDirectories(DIRECTORY);
    try (InputStream in = FuzzTest.class.getResourceAsStream("/fuzz/schemathesis.toml")) {
      Files.write(DIRECTORY.resolve("schemathesis.toml"), in.readAllBytes());
    }
    Schemathesis.Result result =
        Schemathesis.install()
            .run(
                DIRECTORY,
                Map.of("BEARER", cluster.bearer("carol")),
                PATIENCE,
                List.of(
                    "run",
                    cluster.facadeUrl().resolve("/openapi.json").toString(),
                    "--checks=all",
                    "--seed=20261125",
                    "--max-examples=30",
                    "--workers=1",
                    "--request-timeout=20"));
    Files.writeString(DIRECTORY.resolve("output.txt"), result.output());
    KEY.matcher(result.output()).results().forEach(key -> MadeKeys.add(key.group()));
    deleteAllOf(cluster);
    assertThat(result.exit()).as(result.output()).isZero();
  }

  private static void deleteAllOf(LocalCluster cluster) {
    Rest carol = Rest.as(cluster, "carol");
    carol
        .get(Rest.TOKENS)
        .expect(200)
        .forEach(token -> carol.delete(Rest.TOKENS + "/" + token.get("id").asText()));
  }
}
