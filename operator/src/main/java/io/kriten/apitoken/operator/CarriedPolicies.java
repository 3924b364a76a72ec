package io.kriten.apitoken.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The admission policies that this version needs: the chart's own files, in the jar, with the
 * chart's own replacements.
 */
final class CarriedPolicies {

  static final String FOLDER = "admission/";

  /** Every file of the chart's {@code files/admission}; a test holds the two against each other. */
  static final List<String> FILES =
      List.of(
          "mutating-owner.yaml",
          "mutating-owner-binding.yaml",
          "validating-owner.yaml",
          "validating-owner-binding.yaml",
          "validating-secrets.yaml",
          "validating-secrets-binding.yaml",
          "validating-limits.yaml",
          "validating-limits-binding.yaml");

  private final OperatorSettings settings;
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  CarriedPolicies(OperatorSettings settings) {
    this.settings = settings;
  }

  List<Policy> load() {
    return FILES.stream().map(this::manifest).map(Policy::of).toList();
  }

  private GenericKubernetesResource manifest(String file) {
    return serialization.unmarshal(replaced(read(file)), GenericKubernetesResource.class);
  }

  private String replaced(String manifest) {
    return manifest
        .replace("@RELEASE_NAMESPACE@", settings.releaseNamespace())
        .replace("@OPERATOR_ACCOUNT@", settings.operatorAccount())
        .replace("@FACADE_ACCOUNT@", settings.facadeAccount());
  }

  private static String read(String file) {
    try (InputStream in =
        CarriedPolicies.class.getClassLoader().getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks the resource " + FOLDER + file);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
