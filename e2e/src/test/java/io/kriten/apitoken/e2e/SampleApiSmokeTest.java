package io.kriten.apitoken.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
class SampleApiSmokeTest {

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aLoginOpensTheSampleApi(LocalCluster cluster) throws Exception {
    HttpResponse<String> answer =
        send(runners(cluster).header("Authorization", "Bearer " + cluster.bearer("bob")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("[{\"name\":\"python\"");
  }

  @Test
  void withoutOneItIsClosed(LocalCluster cluster) throws Exception {
    assertThat(send(runners(cluster)).statusCode()).isEqualTo(401);
  }

  private static HttpRequest.Builder runners(LocalCluster cluster) {
    return HttpRequest.newBuilder(cluster.facadeUrl().resolve("/api/v1/runners"));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
