package io.kriten.apitoken.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.util.Base64;

/**
 * Where the REST API is, and whose certificate it shows.
 *
 * @param address of its Service
 * @param authority the CA, as PEM
 */
record Front(String address, String authority) {

  static final String HOST = "apitoken-api.apitoken-system.svc";
  static final URI URL = URI.create("https://" + HOST);

  /** As the cluster tells now. */
  static Front of(KubernetesClient client) {
    String address =
        client
            .services()
            .inNamespace(Node.RELEASE_NAMESPACE)
            .withName("apitoken-api")
            .require()
            .getSpec()
            .getClusterIP();
    String authority =
        client
            .secrets()
            .inNamespace(Node.RELEASE_NAMESPACE)
            .withName("apitoken-tls")
            .require()
            .getData()
            .get("ca.crt");
    return new Front(address, new String(Base64.getDecoder().decode(authority), UTF_8));
  }
}
