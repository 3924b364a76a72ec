package io.kriten.apitoken.e2e.helm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.kriten.apitoken.api.FacadeMain;
import io.kriten.apitoken.operator.OperatorMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image that {@code make image} builds is the one that the chart runs. */
class ImageTest {

  private static final Path POM = Path.of("..", "pom.xml");
  private static final Path IMAGE = Path.of("..", "image");

  @Test
  void hasTheTagThatTheChartNames() throws IOException {
    String version =
        first("<artifactId>apitoken-parent</artifactId>\\s*<version>(.+?)</version>", POM);
    String image = first("<image>(apitoken:.+?)</image>", IMAGE.resolve("pom.xml"));
    Map<?, ?> chart =
        Serialization.unmarshal(Files.readString(Rendered.CHART.resolve("Chart.yaml")), Map.class);

    assertThat(chart.get("appVersion")).isEqualTo(version);
    assertThat(
            Rendered.withDefaults()
                .ofKind("Deployment")
                .map(d -> d.<String>get("spec", "template", "spec", "containers", 0, "image")))
        .hasSize(2)
        .containsOnly(image.replace("${project.version}", version));
  }

  @ParameterizedTest
  @ValueSource(classes = {OperatorMain.class, FacadeMain.class})
  void bothProgramsStart(Class<?> program) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                "--help")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("Usage: apitoken-", "--release-namespace", "--namespaces");
  }

  /** Below INFO they print whole requests and objects, and so the keys in delivery Secrets. */
  @Test
  void logsNoBodiesWhateverTheRootLevel() throws IOException {
    String logback = Files.readString(IMAGE.resolve(Path.of("src/main/resources/logback.xml")));

    for (String logger : List.of("io.fabric8.kubernetes.client.http", "io.javaoperatorsdk")) {
      assertThat(logback).contains("<logger name=\"" + logger + "\" level=\"INFO\"/>");
    }
  }

  private static String first(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }
}
