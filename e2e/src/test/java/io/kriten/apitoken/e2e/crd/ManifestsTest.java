package io.kriten.apitoken.e2e.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.e2e.InNamespacesOfItsOwn;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the CRD takes and what it refuses: each file of {@code manifests} on the real API server, as
 * somebody who may do everything.
 *
 * <p>A refused manifest begins with the message that it must give. Where a file holds two, the
 * first is taken, and the second refused as a change of it.
 */
@InNamespacesOfItsOwn
class ManifestsTest {

  private static final Path MANIFESTS = Path.of("src", "test", "resources", "manifests");

  static Stream<Path> valid() throws IOException {
    return files("valid");
  }

  static Stream<Path> invalid() throws IOException {
    return files("invalid");
  }

  private static Stream<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(MANIFESTS.resolve(folder))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("valid")
  void isTaken(Path manifest, LocalCluster cluster) throws IOException {
    Kubectl kubectl = Kubectl.asClusterAdmin(cluster);
    String yaml = Files.readString(manifest);
    try {
      kubectl.runWithInput(yaml, "apply", "-f", "-").expectSuccess();
      kubectl.runWithInput(yaml, "apply", "-f", "-").expectSuccess();
    } finally {
      delete(kubectl, yaml);
    }
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void isRefusedWithItsMessage(Path manifest, LocalCluster cluster) throws IOException {
    Kubectl kubectl = Kubectl.asClusterAdmin(cluster);
    String text = Files.readString(manifest);
    String message = text.lines().findFirst().orElseThrow().substring(2);
    List<String> documents = List.of(text.split("---\n"));
    String refused = documents.get(documents.size() - 1);
    try {
      for (String before : documents.subList(0, documents.size() - 1)) {
        kubectl.runWithInput(before, "apply", "-f", "-").expectSuccess();
      }
      assertThat(kubectl.runWithInput(refused, "apply", "-f", "-").expectFailure())
          .contains(message);
    } finally {
      delete(kubectl, refused);
    }
  }

  private static void delete(Kubectl kubectl, String yaml) {
    kubectl
        .runWithInput(yaml, "delete", "--ignore-not-found", "--wait=false", "-f", "-")
        .expectSuccess();
  }
}
