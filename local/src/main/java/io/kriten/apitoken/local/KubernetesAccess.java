package io.kriten.apitoken.local;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes clients of a control plane, all on the same event loops. */
final class KubernetesAccess implements AutoCloseable {

  private final ControlPlane controlPlane;
  private final List<KubernetesClient> clients = new ArrayList<>();
  private Vertx vertx;

  KubernetesAccess(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
  }

  /** A client from a kubeconfig file, and from nothing else of this machine. */
  KubernetesClient fromKubeconfig(Path kubeconfig) {
    try {
      Config config = Config.fromKubeconfig(Files.readString(kubeconfig));
      // fabric8 takes a PKCS #8 key for RSA unless told.
      return client(new ConfigBuilder(config).withClientKeyAlgo("EC").build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client that asks for its bearer anew with every request. */
  KubernetesClient withBearers(OAuthTokenProvider bearers) {
    return client(
        new ConfigBuilder(Config.empty())
            .withMasterUrl(controlPlane.url().toString())
            .withCaCertFile(controlPlane.authority().toString())
            .withOauthTokenProvider(bearers)
            .build());
  }

  @Override
  public synchronized void close() {
    clients.forEach(KubernetesClient::close);
    if (vertx != null) {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private synchronized KubernetesClient client(Config config) {
    if (vertx == null) {
      vertx = Vertx.vertx();
    }
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new VertxHttpClientFactory(vertx))
            .build();
    clients.add(client);
    return client;
  }
}
