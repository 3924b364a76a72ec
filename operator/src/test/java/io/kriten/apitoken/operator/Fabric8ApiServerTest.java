package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sent, and how answers are read; the real API server's part is in e2e. */
@EnableKubernetesMockClient
class Fabric8ApiServerTest {

  private static final String SECRETS = "/api/v1/namespaces/apitokens/secrets";
  private static final String STATUS =
      "/apis/kriten.io/v1alpha1/namespaces/apitokens/apitokens/ci/status?fieldManager=apitoken-operator";

  private final Secret secret =
      new SecretBuilder()
          .withNewMetadata()
          .withNamespace("apitokens")
          .withName("s")
          .withResourceVersion("42")
          .endMetadata()
          .build();

  private KubernetesMockServer server;
  private KubernetesClient client;

  @Test
  void aTakenNameIsNoError() {
    server.expect().post().withPath(SECRETS).andReturn(409, status("AlreadyExists")).once();

    assertThat(new Fabric8ApiServer(client).create(secret)).isEmpty();
  }

  @Test
  void whatAQuotaConflictsWithIsTriedAgain() {
    server.expect().post().withPath(SECRETS).andReturn(409, status("Conflict")).once();

    assertThatThrownBy(() -> new Fabric8ApiServer(client).create(secret))
        .isInstanceOf(ConcurrentChangeException.class);
  }

  @Test
  void aRefusalIsAnError() {
    server.expect().post().withPath(SECRETS).andReturn(403, status("Forbidden")).once();

    assertThatThrownBy(() -> new Fabric8ApiServer(client).create(secret))
        .isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void replacesOnlyWhatWasRead() throws Exception {
    server.expect().put().withPath(SECRETS + "/s").andReturn(409, status("Conflict")).once();

    assertThat(new Fabric8ApiServer(client).replace(secret)).isFalse();
    assertThat(sent().at("/metadata/resourceVersion").asText()).isEqualTo("42");
  }

  @Test
  void deletesOnlyWhatWasRead() throws Exception {
    server.expect().delete().withPath(SECRETS + "/s").andReturn(409, status("Conflict")).once();

    assertThat(new Fabric8ApiServer(client).delete(secret)).isFalse();
    assertThat(sent().at("/preconditions/resourceVersion").asText()).isEqualTo("42");
  }

  @Test
  void whatIsGoneNeedNotBeDeleted() {
    server.expect().delete().withPath(SECRETS + "/s").andReturn(404, status("NotFound")).once();

    assertThat(new Fabric8ApiServer(client).delete(secret)).isTrue();
  }

  @Test
  void aStatusIsWrittenAsAWholeAndOnConditionOfTheRevision() throws Exception {
    ApiToken token = Samples.token();
    server.expect().patch().withPath(STATUS).andReturn(200, token).once();

    var unused =
        new Fabric8ApiServer(client)
            .writeStatus(token, new ApiTokenStatus(List.of(), "kri_abcd", null));

    JsonNode patch = sent();
    assertThat(patch.fieldNames()).toIterable().containsExactlyInAnyOrder("metadata", "status");
    assertThat(patch.path("metadata").toString()).isEqualTo("{\"resourceVersion\":\"7\"}");
    assertThat(patch.at("/status/keyHint").asText()).isEqualTo("kri_abcd");
    assertThat(patch.at("/status/deliverySecret").isNull()).isTrue();
    assertThat(patch.at("/status/conditions").isArray()).isTrue();
  }

  @Test
  void aStatusOfATokenThatHasChangedOrGoneIsNotWritten() {
    ApiTokenStatus status = new ApiTokenStatus(List.of(), null, null);
    server.expect().patch().withPath(STATUS).andReturn(409, status("Conflict")).once();
    assertThat(new Fabric8ApiServer(client).writeStatus(Samples.token(), status)).isEmpty();

    server.expect().patch().withPath(STATUS).andReturn(404, status("NotFound")).once();
    assertThat(new Fabric8ApiServer(client).writeStatus(Samples.token(), status)).isEmpty();
  }

  private JsonNode sent() throws Exception {
    RecordedRequest request = server.getLastRequest();
    return new ObjectMapper().readTree(request.getBody().readUtf8());
  }

  private static Status status(String reason) {
    return new StatusBuilder().withStatus("Failure").withReason(reason).build();
  }
}
