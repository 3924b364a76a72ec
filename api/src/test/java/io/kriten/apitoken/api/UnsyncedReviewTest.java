package io.kriten.apitoken.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.http.ConnectionSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.keys.Peppers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /tokenreview} while nothing is loaded: kube-apiserver must not remember a refusal. */
class UnsyncedReviewTest {

  private static final String SECRET = "a-secret-of-kube-apiserver-0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path directory;

  private static HttpResponse<String> review(Facade facade, String token) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + facade.port() + "/tokenreview"))
                .header("Authorization", "Bearer " + SECRET)
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\",\"spec\":{\"token\":\"%s\"}}"
                            .formatted(token)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aKeyGets503AndEverythingElseItsAnswer() throws Exception {
    Path secrets = Files.writeString(directory.resolve("secrets"), SECRET);
    Config nowhere = new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:1").build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(nowhere).build();
        Facade facade =
            new Facade(
                client,
                new FacadeSettings(
                    "apitoken-system",
                    List.of("apitokens"),
                    "127.0.0.1",
                    0,
                    -1,
                    List.of(),
                    Duration.ofHours(1),
                    false,
                    List.of(),
                    new DoorSettings(Optional.of(secrets), List.of()),
                    LimitSettings.OFF,
                    ConnectionSettings.DEFAULT,
                    false,
                    Optional.empty()),
                Clock.systemUTC(),
                List.of())) {
      facade.start();
      String key = Peppers.generate(RANDOM).tagKey().mint(RANDOM).reveal();
      HttpResponse<String> answer = review(facade, key);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).doesNotContain("authenticated", key);
      assertThat(review(facade, "a-bearer-of-another-webhook").body())
          .contains("\"authenticated\":false");
    }
  }
}
