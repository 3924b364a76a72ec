package io.kriten.apitoken.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What {@code make run} tells: where things are, and lines to paste into a shell.
 *
 * @param repository where the shell is, and what paths are relative to
 */
record Welcome(Path repository) {

  private static final String TEXT =
      """

      URL          %1$s   (reference: %1$s/docs)
      Kubeconfig   %2$s   (cluster admin)
      Users        alice (group devs), bob (no group), admin (sees and manages all tokens):
                   kubeconfigs in %3$s/, bearers in %4$s/
      kubectl      %5$s

      A key over REST, and its use:

        curl -s %1$s/api/v1/api_tokens -H "Authorization: Bearer $(cat %4$s/alice)" \\
          -H 'Content-Type: application/json' -d '{"description": "My first key"}'
        curl -s %1$s/api/v1/runners -H 'Token: kri_...'
        %5$s --kubeconfig %3$s/alice --token=kri_... auth whoami

      A key with kubectl:

        export KUBECONFIG=%3$s/alice
        echo '{"apiVersion": "kriten.io/v1alpha1", "kind": "ApiToken", "metadata": {"name": "laptop"}}' | %5$s apply -f -
        until secret=$(%5$s get apitoken laptop -o 'jsonpath={.status.deliverySecret}'); [ -n "$secret" ]; do sleep 0.2; done
        %5$s get secret "$secret" -o 'jsonpath={.data.key}' | base64 -d

      """;

  String text(LocalCluster cluster) {
    Path kubeconfig = cluster.controlPlane().kubeconfig();
    return TEXT.formatted(
        cluster.facadeUrl(),
        repository.relativize(kubeconfig),
        repository.relativize(kubeconfig.getParent()),
        repository.relativize(cluster.controlPlane().bearers()),
        kubectl(cluster.binaries()));
  }

  /** The user's own kubectl, or else ours. */
  private static String kubectl(KubernetesBinaries binaries) {
    String path = String.valueOf(System.getenv("PATH"));
    return Arrays.stream(path.split(File.pathSeparator, -1))
            .map(directory -> Path.of(directory, "kubectl"))
            .anyMatch(Files::isExecutable)
        ? "kubectl"
        : binaries.kubectl().toString();
  }
}
