package io.kriten.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every combination of evidence against the table in {@code verdicts.md}. */
class VerdictTest {

  private static final Instant NOW = Instant.parse("2030-01-31T12:00:00.000000001Z");

  private static final Map<String, String> EXPIRES =
      Map.of(
          "earlier", "2030-01-31T12:00:00Z",
          "now", "2030-01-31T12:00:00.000000001Z",
          "later", "2030-01-31T12:00:00.000000002Z",
          "unreadable", "tomorrow");

  private static final List<List<String>> ROWS = rows();

  /** One combination: deleting, owner, key, enabled, expires. */
  static Stream<List<String>> combinations() {
    return Stream.of("yes", "no")
        .flatMap(
            deleting ->
                Stream.of("permitted", "forbidden")
                    .flatMap(
                        owner ->
                            Arrays.stream(KeyState.values())
                                .flatMap(
                                    key ->
                                        Stream.of("yes", "no")
                                            .flatMap(
                                                enabled ->
                                                    Stream.of(
                                                            "never",
                                                            "later",
                                                            "now",
                                                            "earlier",
                                                            "unreadable")
                                                        .map(
                                                            expires ->
                                                                List.of(
                                                                    deleting,
                                                                    owner,
                                                                    key.name(),
                                                                    enabled,
                                                                    expires))))));
  }

  @Test
  void allCombinationsAreTried() {
    assertThat(combinations()).hasSize(2 * 2 * 7 * 2 * 5);
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void isTheOneOfTheTable(List<String> combination) {
    Verdict verdict = Verdict.of(evidence(combination), NOW);

    assertThat(verdict.reason().name()).isEqualTo(expected(combination));
    assertThat(verdict.accepts()).isEqualTo(expected(combination).equals("Active"));
    assertThat(verdict.message()).isNotBlank().endsWith(".");
  }

  @Test
  void everyReasonIsInTheTable() {
    Set<String> reasons = new HashSet<>();
    ROWS.forEach(row -> reasons.add(row.get(5)));

    assertThat(reasons)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.allOf(Verdict.Reason.class).stream().map(Enum::name).toList());
  }

  private static Evidence evidence(List<String> combination) {
    return new Evidence(
        combination.get(0).equals("yes"),
        combination.get(1).equals("permitted"),
        KeyState.valueOf(combination.get(2)),
        combination.get(3).equals("yes"),
        Expiry.of(EXPIRES.get(combination.get(4))));
  }

  private static String expected(List<String> combination) {
    List<List<String>> fitting = ROWS.stream().filter(row -> fits(row, combination)).toList();
    assertThat(fitting).as("rows for %s", combination).hasSize(1);
    return fitting.get(0).get(5);
  }

  private static boolean fits(List<String> row, List<String> combination) {
    for (int i = 0; i < combination.size(); i++) {
      if (!row.get(i).equals("*") && !row.get(i).equals(combination.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<List<String>> rows() {
    try (InputStream in = VerdictTest.class.getResourceAsStream("verdicts.md")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("| ") && !line.startsWith("| deleting"))
          .map(line -> List.of(line.substring(2).split(" *\\| *")))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
