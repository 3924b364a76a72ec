package io.kriten.apitoken.bench.seed;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;

/** Makes a token over REST, and takes it from the API server once its state is reported. */
final class FirstToken {

  private static final long REPORTED_WITHIN_S = 30;

  private final LocalCluster cluster;

  FirstToken(LocalCluster cluster) {
    this.cluster = cluster;
  }

  Model make() {
    KubernetesClient admin = cluster.adminClient();
    String uid = post();
    Resource<ApiToken> resource =
        admin
            .resources(ApiToken.class)
            .inNamespace(LocalSettings.TOKENS_NAMESPACE)
            .withName(nameOf(admin, uid));
    ApiToken token =
        resource.waitUntilCondition(
            t -> t != null && t.getStatus() != null && t.getStatus().keyHint() != null,
            REPORTED_WITHIN_S,
            TimeUnit.SECONDS);
    return new Model(
        token,
        admin
            .secrets()
            .inNamespace(LocalSettings.TOKENS_NAMESPACE)
            .withName(Names.digestSecret(uid, 1))
            .get());
  }

  private static String nameOf(KubernetesClient admin, String uid) {
    return admin
        .resources(ApiToken.class)
        .inNamespace(LocalSettings.TOKENS_NAMESPACE)
        .list()
        .getItems()
        .stream()
        .map(ApiToken::getMetadata)
        .filter(metadata -> metadata.getUid().equals(uid))
        .findFirst()
        .orElseThrow()
        .getName();
  }

  private String post() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(cluster.facadeUrl() + "/api/v1/api_tokens"))
            .header("Authorization", "Bearer " + cluster.bearer("alice"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    try {
      HttpResponse<byte[]> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("POST of a token answered " + response.statusCode());
      }
      return new ObjectMapper().readTree(response.body()).path("id").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
