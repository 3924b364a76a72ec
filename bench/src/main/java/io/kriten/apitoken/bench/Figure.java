package io.kriten.apitoken.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a benchmark found.
 *
 * @param name the figure's name in the results
 * @param unit what subject and yardstick are measured in
 * @param ratio subject over yardstick: lower is better
 * @param subject the median of the rounds' subjects
 * @param yardstick the median of the rounds' yardsticks
 * @param rounds all that was measured
 * @param note how it was measured, in a few words
 */
public record Figure(
    String name,
    String unit,
    double ratio,
    double subject,
    double yardstick,
    List<Round> rounds,
    String note) {

  private static final int TENTHS = 10;

  /**
   * One round.
   *
   * @param subject what is judged
   * @param yardstick what it is held against
   */
  public record Round(double subject, double yardstick) {}

  /** The figure of these rounds, of which there is at least one. */
  public static Figure of(String name, String unit, List<Round> rounds, String note) {
    double subject = median(rounds.stream().mapToDouble(Round::subject).toArray());
    double yardstick = median(rounds.stream().mapToDouble(Round::yardstick).toArray());
    return new Figure(
        name, unit, subject / yardstick, subject, yardstick, List.copyOf(rounds), note);
  }

  /**
   * The one of the middle ratio, with the rounds of all, and all ratios in its note.
   *
   * @param figures of the same, an odd number of them
   */
  public static Figure middle(List<Figure> figures) {
    List<Figure> sorted =
        figures.stream().sorted(Comparator.comparingDouble(Figure::ratio)).toList();
    Figure middle = sorted.get(sorted.size() / 2);
    return new Figure(
        middle.name(),
        middle.unit(),
        middle.ratio(),
        middle.subject(),
        middle.yardstick(),
        figures.stream().flatMap(figure -> figure.rounds().stream()).toList(),
        middle.note()
            + "; all ratios: "
            + sorted.stream()
                .map(figure -> "%.2f".formatted(figure.ratio()))
                .collect(Collectors.joining(", ")));
  }

  /**
   * The figure of a percentile of many samples; its rounds are those of each tenth of them.
   *
   * @param percentile 1 to 99
   */
  public static Figure ofPercentile(
      String name, String unit, int percentile, List<Round> samples, String note) {
    Round all = percentile(percentile, samples);
    List<Round> tenths = new ArrayList<>();
    for (int i = 0; i < TENTHS; i++) {
      tenths.add(
          percentile(
              percentile,
              samples.subList(i * samples.size() / TENTHS, (i + 1) * samples.size() / TENTHS)));
    }
    return new Figure(
        name,
        unit,
        all.subject() / all.yardstick(),
        all.subject(),
        all.yardstick(),
        List.copyOf(tenths),
        note);
  }

  private static Round percentile(int percentile, List<Round> samples) {
    return new Round(
        percentile(percentile, samples.stream().mapToDouble(Round::subject).toArray()),
        percentile(percentile, samples.stream().mapToDouble(Round::yardstick).toArray()));
  }

  /** The smallest value that so many percent of them do not exceed. */
  public static double percentile(int percentile, double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(percentile * sorted.length / 100.0) - 1];
  }

  /** The middle value, or the mean of the two in the middle. */
  public static double median(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** One line for people. */
  public String line() {
    return "%-17s %6.2fx   %.3f against %.3f %s, %d rounds; %s"
        .formatted(name, ratio, subject, yardstick, unit, rounds.size(), note);
  }
}
