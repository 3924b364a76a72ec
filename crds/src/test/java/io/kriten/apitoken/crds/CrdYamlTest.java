package io.kriten.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
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

  /**
   * A status field outside the schema makes server-side apply answer 500, and a spec field outside
   * it is dropped without a word.
   */
  @Test
  void theSchemaHasExactlyTheFieldsOfTheTypes() {
    JSONSchemaProps root =
        Serialization.unmarshal(CrdYaml.generate(), CustomResourceDefinition.class)
            .getSpec()
            .getVersions()
            .get(0)
            .getSchema()
            .getOpenAPIV3Schema();
    JSONSchemaProps spec = root.getProperties().get("spec");
    JSONSchemaProps status = root.getProperties().get("status");
    JSONSchemaProps condition = status.getProperties().get("conditions").getItems().getSchema();

    assertThat(root.getProperties()).containsOnlyKeys("spec", "status");
    assertThat(spec.getProperties()).containsOnlyKeys(fields(ApiTokenSpec.class));
    assertThat(status.getProperties()).containsOnlyKeys(fields(ApiTokenStatus.class));
    assertThat(spec.getProperties().get("owner").getProperties())
        .containsOnlyKeys(fields(Owner.class));
    assertThat(spec.getProperties().get("delivery").getProperties())
        .containsOnlyKeys(fields(Delivery.class));
    assertThat(condition.getProperties().keySet())
        .containsAll(
            Serialization.unmarshal(
                    Serialization.asJson(
                        Conditions.of(
                            Samples.token(), "Ready", true, "Active", "m", Instant.EPOCH)),
                    JsonNode.class)
                .properties()
                .stream()
                .map(Map.Entry::getKey)
                .toList());
  }

  private static String[] fields(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .toArray(String[]::new);
  }
}
