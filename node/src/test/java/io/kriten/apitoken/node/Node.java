package io.kriten.apitoken.node;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The nodes that {@code up.sh} started; the tests run in their network.
 *
 * @param directory what {@code up.sh} calls RUN
 */
record Node(Path directory) {

  static final String RELEASE_NAMESPACE = "apitoken-system";
  static final String TOKENS = "apitokens";

  /** Those of this run. */
  static Node ofThisRun() {
    return new Node(Path.of(System.getProperty("node.run")));
  }

  /** A client of the cluster's administrator. */
  KubernetesClient admin() {
    return new KubernetesClientBuilder().withConfig(config("admin")).build();
  }

  /** What that user logs in with. */
  String bearer(String user) {
    return config(user).getAutoOAuthToken();
  }

  /** That user's kubeconfig: admin, alice or bob. */
  Path kubeconfig(String user) {
    return directory.resolve(user + ".kubeconfig");
  }

  /** Makes a name known to this JVM, as a cluster's DNS would: there is none here. */
  void resolve(String host, String address) throws IOException {
    Files.writeString(
        Path.of(System.getProperty("jdk.net.hosts.file")),
        "127.0.0.1 localhost\n%s %s\n".formatted(address, host));
  }

  private Config config(String user) {
    return Config.fromKubeconfig(kubeconfig(user).toFile());
  }
}
