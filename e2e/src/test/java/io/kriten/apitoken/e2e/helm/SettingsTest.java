package io.kriten.apitoken.e2e.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.kriten.apitoken.api.FacadeMain;
import io.kriten.apitoken.operator.OperatorMain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The Deployments set what the two programs read, all of it and nothing else. */
class SettingsTest {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Z_]+)(:-.*)?}");

  @Test
  void operator() {
    assertThat(variables("apitoken-operator")).isEqualTo(read(OperatorMain.class));
    assertThat(arguments("apitoken-operator"))
        .containsExactly(
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxRAMPercentage=43",
            "-XX:MinRAMPercentage=43",
            OperatorMain.class.getName());
  }

  @Test
  void facade() {
    assertThat(variables("apitoken-api")).isEqualTo(read(FacadeMain.class));
    assertThat(arguments("apitoken-api"))
        .containsExactly(
            "-XX:MaxRAMPercentage=38", "-XX:MinRAMPercentage=38", FacadeMain.class.getName());
  }

  private static Set<String> read(Class<?> program) {
    return Arrays.stream(program.getDeclaredFields())
        .flatMap(
            field ->
                field.isAnnotationPresent(Mixin.class)
                    ? Arrays.stream(field.getType().getDeclaredFields())
                    : Stream.of(field))
        .map(field -> Optional.ofNullable(field.getAnnotation(Option.class)))
        .flatMap(Optional::stream)
        .map(option -> VARIABLE.matcher(option.defaultValue()))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .collect(Collectors.toSet());
  }

  private static Set<String> variables(String deployment) {
    List<Map<String, String>> variables =
        deployment(deployment).get("spec", "template", "spec", "containers", 0, "env");
    return variables.stream().map(variable -> variable.get("name")).collect(Collectors.toSet());
  }

  private static List<String> arguments(String deployment) {
    return deployment(deployment).get("spec", "template", "spec", "containers", 0, "args");
  }

  private static GenericKubernetesResource deployment(String name) {
    return Rendered.withDefaults()
        .ofKind("Deployment")
        .filter(deployment -> name.equals(deployment.getMetadata().getName()))
        .findFirst()
        .orElseThrow();
  }
}
