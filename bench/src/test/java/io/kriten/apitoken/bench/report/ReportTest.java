package io.kriten.apitoken.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final String DOCUMENT =
      "before\n<!-- make bench writes from here -->\nold\n<!-- to here -->\nafter\n";

  @TempDir private Path repository;

  @BeforeEach
  void documents() throws IOException {
    Files.createDirectories(repository.resolve("docs"));
    Files.writeString(repository.resolve("README.md"), DOCUMENT);
    Files.writeString(repository.resolve("docs/performance.md"), DOCUMENT);
  }

  @Test
  void replacesTheTablesAndNothingElse() throws IOException {
    write("{\"auth_good\": {\"ratio\": 1.05, \"subject\": 21, \"yardstick\": 20}}");

    assertThat(readme())
        .startsWith("before\n")
        .endsWith("<!-- to here -->\nafter\n")
        .contains("| `/auth`, good keys | a route that answers 204 | 1.08 | 1.05 |")
        .doesNotContain("old");
  }

  @Test
  void whatDoesNotReachItsGoalIsBoldAndRed() throws IOException {
    write("{\"auth_good\": {\"ratio\": 1.30}, \"bytes_per_token\": {\"ratio\": 480.2}}");

    assertThat(readme()).contains("| 1.08 | **1.30** |", "| 512 B | 480 B |");
    assertThat(Files.readString(repository.resolve("docs/performance.svg")))
        .contains("#b5482f", "#2f7d4f", "480 B of 512 B");
  }

  @Test
  void documentWithoutMarksIsLeftAlone() throws IOException {
    Files.writeString(repository.resolve("README.md"), "no marks\n");

    assertThatThrownBy(() -> write("{}")).isInstanceOf(IOException.class);
    assertThat(readme()).isEqualTo("no marks\n");
  }

  private void write(String json) throws IOException {
    Path results = repository.resolve("results.json");
    Files.writeString(results, json);
    Report.write(results, repository);
  }

  private String readme() throws IOException {
    return Files.readString(repository.resolve("README.md"));
  }
}
