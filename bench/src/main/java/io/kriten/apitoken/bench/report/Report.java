package io.kriten.apitoken.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Writes the results into README.md and docs/performance.md, and draws docs/performance.svg. */
public final class Report {

  private static final String BEGIN = "<!-- make bench writes from here -->\n";
  private static final String END = "<!-- to here -->";

  private Report() {}

  /**
   * Brings the documents up to date.
   *
   * @param results JSON, by figure
   * @param repository where the documents are
   */
  public static void write(Path results, Path repository) throws IOException {
    JsonNode figures = new ObjectMapper().readTree(results.toFile());
    replace(repository.resolve("README.md"), shortTable(figures));
    replace(repository.resolve("docs/performance.md"), longTable(figures));
    Files.writeString(repository.resolve("docs/performance.svg"), Picture.svg(figures));
  }

  private static void replace(Path document, String block) throws IOException {
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(document + " lacks the marks between which the table goes");
    }
    Files.writeString(
        document, text.substring(0, begin + BEGIN.length()) + block + text.substring(end));
  }

  private static String shortTable(JsonNode figures) {
    return "\n| | against | to reach | ratio |\n|---|---|---|---|\n"
        + Goal.ALL.stream()
            .filter(goal -> figures.has(goal.name()) && !goal.name().startsWith("micro_"))
            .map(goal -> row(goal, figures.get(goal.name())) + " |\n")
            .collect(Collectors.joining())
        + "\n";
  }

  private static String longTable(JsonNode figures) {
    return "\n| | against | to reach | ratio | medians | how |\n|---|---|---|---|---|---|\n"
        + Goal.ALL.stream()
            .filter(goal -> figures.has(goal.name()))
            .map(goal -> longRow(goal, figures.get(goal.name())))
            .collect(Collectors.joining())
        + "\n";
  }

  private static String longRow(Goal goal, JsonNode figure) {
    return "%s | %s against %s %s | %s |%n"
        .formatted(
            row(goal, figure),
            number(figure.path("subject").asDouble()),
            number(figure.path("yardstick").asDouble()),
            figure.path("unit").asText(),
            figure.path("note").asText());
  }

  private static String row(Goal goal, JsonNode figure) {
    double ratio = figure.path("ratio").asDouble();
    String limit = goal.hasLimit() ? goal.text(goal.limit()) : "";
    boolean reached = !goal.hasLimit() || ratio <= goal.limit();
    return "| %s | %s | %s | %s"
        .formatted(
            goal.what(),
            goal.against(),
            limit,
            reached ? goal.text(ratio) : "**" + goal.text(ratio) + "**");
  }

  private static String number(double value) {
    return value >= 1_000 ? "%,.0f".formatted(value) : "%.3g".formatted(value);
  }
}
