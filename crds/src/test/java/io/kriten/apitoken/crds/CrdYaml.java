package io.kriten.apitoken.crds;

import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The CRD, generated from the Java types. The generator has no annotation for a list's map keys,
 * the bounds of a list's items, or the order of columns, so those are set here.
 */
final class CrdYaml {

  private static final List<String> COLUMNS =
      List.of("OWNER", "ENABLED", "STATE", "EXPIRES", "AGE");

  private CrdYaml() {}

  static String generate() {
    Capture capture = new Capture();
    new CRDGenerator()
        .forCRDVersions("v1")
        .withImplicitPreserveUnknownFields(false)
        .customResourceClasses(Set.of(ApiToken.class))
        .withOutput(capture)
        .withPostProcessor(new Finish())
        .detailedGenerate();
    return "# Generated from io.kriten.apitoken.crds.ApiToken. Do not edit: run make crd.\n"
        + Serialization.asYaml(
            Serialization.unmarshal(
                capture.bytes.toString(StandardCharsets.UTF_8), CustomResourceDefinition.class));
  }

  private static final class Capture implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
      return bytes;
    }

    @Override
    public void close() {}
  }

  private static final class Finish implements CRDPostProcessor {
    @Override
    public HasMetadata process(HasMetadata crd, String version) {
      finish((CustomResourceDefinition) crd);
      return crd;
    }
  }

  private static void finish(CustomResourceDefinition crd) {
    crd.getMetadata().setLabels(Map.of("app.kubernetes.io/part-of", "apitoken"));
    CustomResourceDefinitionVersion version = crd.getSpec().getVersions().get(0);
    version
        .getAdditionalPrinterColumns()
        .sort(
            Comparator.comparing(
                (CustomResourceColumnDefinition c) -> COLUMNS.indexOf(c.getName())));
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription("An API token: who it acts as, and whether and until when it may.");
    root.setRequired(List.of("spec"));
    JSONSchemaProps spec = root.getProperties().get("spec");
    JSONSchemaProps expires = spec.getProperties().get("expires");
    expires.setFormat("date-time");
    JSONSchemaProps mode = spec.getProperties().get("delivery").getProperties().get("mode");
    mode.setEnum(
        mode.getEnum().stream()
            .filter(value -> !Delivery.Mode.Unknown.name().equals(value.asText()))
            .toList());
    JSONSchemaProps groups = spec.getProperties().get("owner").getProperties().get("groups");
    groups.setXKubernetesListType("set");
    JSONSchemaProps group = groups.getItems().getSchema();
    group.setMinLength(1L);
    group.setMaxLength(256L);
    spec.getProperties().get("keySerial").setFormat("int32");
    conditions(root.getProperties().get("status").getProperties().get("conditions"));
  }

  /** As {@code metav1.Condition} is declared in Go. */
  private static void conditions(JSONSchemaProps conditions) {
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
    JSONSchemaProps condition = conditions.getItems().getSchema();
    condition.setRequired(List.of("type", "status", "lastTransitionTime", "reason", "message"));
    Map<String, JSONSchemaProps> fields = condition.getProperties();
    fields.get("lastTransitionTime").setFormat("date-time");
    fields.get("message").setMaxLength(32768L);
    fields.get("observedGeneration").setFormat("int64");
    fields.get("observedGeneration").setMinimum(0.0);
    fields.get("reason").setMinLength(1L);
    fields.get("reason").setMaxLength(1024L);
    fields.get("reason").setPattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$");
    fields
        .get("status")
        .setEnum(List.of(new TextNode("True"), new TextNode("False"), new TextNode("Unknown")));
    fields.get("type").setMaxLength(316L);
  }
}
