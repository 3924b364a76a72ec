package io.kriten.apitoken.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.HttpURLConnection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class AccountBearerTest {

  private static final String PATH =
      "/api/v1/namespaces/apitoken-system/serviceaccounts/apitoken-api/token";

  KubernetesMockServer server;
  KubernetesClient admin;

  @Test
  void isRenewedInTheBackground() {
    server
        .expect()
        .post()
        .withPath(PATH)
        .andReturn(HttpURLConnection.HTTP_CREATED, bearer("one"))
        .once();
    server
        .expect()
        .post()
        .withPath(PATH)
        .andReturn(HttpURLConnection.HTTP_CREATED, bearer("two"))
        .once();

    try (AccountBearer bearer = new AccountBearer(admin, "apitoken-api", Duration.ofMillis(300))) {
      assertThat(bearer.getToken()).isEqualTo("one");
      await().atMost(Duration.ofSeconds(10)).until(() -> bearer.getToken().equals("two"));
    }
  }

  private static TokenRequest bearer(String token) {
    return new TokenRequestBuilder().withNewStatus().withToken(token).endStatus().build();
  }
}
