package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A table of decisions.md, under its heading. */
record DecisionTable(List<List<String>> rows) {

  static DecisionTable under(String heading) {
    try (InputStream in = DecisionTable.class.getResourceAsStream("decisions.md")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String section = text.substring(text.indexOf("## " + heading) + 1).split("\n## ", 2)[0];
      return new DecisionTable(
          section
              .lines()
              .filter(line -> line.startsWith("| ") && !line.startsWith("| mode  "))
              .map(line -> List.of(line.substring(2).split(" *\\| *")))
              .toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The last two cells, action and condition, of the one row that fits. */
  List<String> outcome(String... combination) {
    List<List<String>> fitting = rows.stream().filter(row -> fits(row, combination)).toList();
    assertThat(fitting).as("rows for %s", Arrays.toString(combination)).hasSize(1);
    List<String> row = fitting.get(0);
    return row.subList(row.size() - 2, row.size());
  }

  private static boolean fits(List<String> row, String... combination) {
    for (int i = 0; i < combination.length; i++) {
      String cell = row.get(i);
      if (!cell.equals("*") && !List.of(cell.split("/")).contains(combination[i])) {
        return false;
      }
    }
    return true;
  }
}
