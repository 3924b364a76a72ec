package io.kriten.apitoken.bench;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.bench.Figure.Round;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.Delivery;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code POST /api/v1/api_tokens} against the two creates that it must do at least, ApiToken and
 * digest Secret, one after the other, by the facade's own client on the same API server.
 */
final class CreateBench {

  private static final int WARM_UP = 50;

  private final LocalCluster cluster;
  private final KubernetesClient client;
  private final HttpClient http = HttpClient.newHttpClient();
  private final SecureRandom random = new SecureRandom();
  private final Peppers peppers = Peppers.generate(random);
  private final HttpRequest post;

  CreateBench(LocalCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.facadeClient();
    this.post =
        HttpRequest.newBuilder(URI.create(cluster.facadeUrl() + "/api/v1/api_tokens"))
            .header("Authorization", "Bearer " + cluster.bearer("alice"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
  }

  Figure run(int rounds) throws IOException, InterruptedException {
    List<Round> measured = new ArrayList<>();
    for (int i = 0; i < WARM_UP + rounds; i++) {
      double subject = post();
      double yardstick = rawCreates(i);
      if (i >= WARM_UP) {
        measured.add(new Round(subject, yardstick));
      }
    }
    return Figure.of(
        "create",
        "ms",
        measured,
        "POST by alice; TokenReview and access reviews answered from cache");
  }

  private double post() throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<String> response = http.send(post, HttpResponse.BodyHandlers.ofString());
    double millis = (System.nanoTime() - start) / 1e6;
    if (response.statusCode() != 200) {
      throw new IOException("POST answered " + response.statusCode());
    }
    return millis;
  }

  private double rawCreates(int round) {
    long start = System.nanoTime();
    ApiToken token = client.resource(token("bench-" + round + "-" + start)).create();
    DigestRecord digest =
        DigestRecord.seal(token, peppers.tagKey().mint(random), peppers.current());
    client.resource(DigestSecrets.write(token, digest)).create();
    return (System.nanoTime() - start) / 1e6;
  }

  private ApiToken token(String name) {
    ApiToken token = new ApiToken();
    token.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(LocalSettings.TOKENS_NAMESPACE)
            .withName(name)
            .build());
    token.setSpec(
        new ApiTokenSpec(
            new Owner("alice", cluster.user("alice").uid(), Set.of("devs")),
            null,
            true,
            null,
            1,
            new Delivery(Delivery.Mode.Response, null)));
    return token;
  }
}
