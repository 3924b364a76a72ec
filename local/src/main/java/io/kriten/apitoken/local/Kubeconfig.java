package io.kriten.apitoken.local;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Writes kubeconfig files, complete in themselves, so that they may be moved.
 *
 * @param server the API server; https, since kubectl sends no bearer over http
 */
record Kubeconfig(URI server, Pki pki) {

  private static final String CLUSTER = "apitoken-local";

  String withBearer(User user) throws IOException {
    return yaml(user.name(), new AuthInfoBuilder().withToken(user.bearer()).build());
  }

  String withCertificate(String name, String certificate) throws IOException {
    return yaml(
        name,
        new AuthInfoBuilder()
            .withClientCertificateData(base64(pki.clientCertificate(certificate)))
            .withClientKeyData(base64(pki.clientKey(certificate)))
            .build());
  }

  private String yaml(String user, AuthInfo login) throws IOException {
    return Serialization.asYaml(
        new ConfigBuilder()
            .withApiVersion("v1")
            .withKind("Config")
            .addNewCluster()
            .withName(CLUSTER)
            .withNewCluster()
            .withServer(server.toString())
            .withCertificateAuthorityData(base64(pki.authority()))
            .endCluster()
            .endCluster()
            .addNewUser()
            .withName(user)
            .withUser(login)
            .endUser()
            .addNewContext()
            .withName(CLUSTER)
            .withNewContext()
            .withCluster(CLUSTER)
            .withUser(user)
            .withNamespace(LocalSettings.TOKENS_NAMESPACE)
            .endContext()
            .endContext()
            .withCurrentContext(CLUSTER)
            .build());
  }

  private static String base64(Path pem) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(pem));
  }
}
