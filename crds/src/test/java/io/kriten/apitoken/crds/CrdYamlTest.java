package io.kriten.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The checked-in CRD is the one that the types give. {@code make crd} writes it anew. */
class CrdYamlTest {

  private static final Path CHECKED_IN = Path.of("../helm/apitoken/templates/crd-apitokens.yaml");

  @Test
  void checkedInCrdIsUpToDate() throws IOException {
    String generated = CrdYaml.generate();
    if (Boolean.getBoolean("crd.write")) {
      Files.writeString(CHECKED_IN, generated);
    }
    assertThat(CHECKED_IN)
        .as("stale: run make crd, and commit what it writes")
        .hasContent(generated);
  }
}
