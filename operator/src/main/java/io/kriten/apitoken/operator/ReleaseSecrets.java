package io.kriten.apitoken.operator;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.operator.tls.SecretStore;
import java.util.Optional;
import java.util.function.Supplier;

/** The Secrets of the release's namespace, by fabric8's client. */
record ReleaseSecrets(KubernetesClient client, String namespace) implements SecretStore {

  @Override
  public Optional<Secret> find(String name) {
    return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get());
  }

  @Override
  public Optional<Secret> create(Secret secret) {
    return unlessOutrun(() -> client.resource(secret).create());
  }

  @Override
  public Optional<Secret> replace(Secret secret) {
    return unlessOutrun(
        () ->
            client
                .resource(secret)
                .lockResourceVersion(secret.getMetadata().getResourceVersion())
                .update());
  }

  private static Optional<Secret> unlessOutrun(Supplier<Secret> write) {
    try {
      return Optional.of(write.get());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_CONFLICT || e.getCode() == HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
