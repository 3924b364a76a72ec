package io.kriten.apitoken.e2e.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the chart gives, without a cluster.
 *
 * @param objects all of it, in the order of the output
 */
public record Rendered(List<GenericKubernetesResource> objects) {

  static final Path CHART = Path.of("..", "helm", "apitoken");
  static final String RELEASE_NAMESPACE = "apitoken-system";

  /** For a Kubernetes version such as 1.36.0, with values by dotted path. */
  public static Rendered of(String kubernetes, Map<String, Object> values) {
    TemplateCommand command =
        new Helm(CHART)
            .template()
            .withName("apitoken")
            .withNamespace(RELEASE_NAMESPACE)
            .withKubeVersion(kubernetes);
    values.forEach(command::set);
    return new Rendered(
        Arrays.stream(command.call().split("(?m)^---$"))
            .filter(document -> document.contains("kind:"))
            .map(d -> Serialization.unmarshal(d, GenericKubernetesResource.class))
            .toList());
  }

  /** For the newest Kubernetes, without a value set. */
  public static Rendered withDefaults() {
    return of("1.36.0", Map.of());
  }

  /** Those of one kind. */
  public Stream<GenericKubernetesResource> ofKind(String kind) {
    return objects.stream().filter(object -> kind.equals(object.getKind()));
  }
}
