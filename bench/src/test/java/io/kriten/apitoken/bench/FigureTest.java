package io.kriten.apitoken.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kriten.apitoken.bench.Figure.Round;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FigureTest {

  @Test
  void ratioIsOfMediansSoThatOneSlowRoundDecidesNothing() {
    Figure figure =
        Figure.of(
            "f", "ms", List.of(new Round(3, 2), new Round(900, 2), new Round(3, 700)), "in a test");

    assertThat(figure.subject()).isEqualTo(3);
    assertThat(figure.yardstick()).isEqualTo(2);
    assertThat(figure.ratio()).isEqualTo(1.5);
  }

  @Test
  void medianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertThat(Figure.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
  }

  @Test
  void nothingMeasuredIsNoFigure() {
    assertThatThrownBy(() -> Figure.of("f", "ms", List.of(), ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void percentileIsTheSmallestValueThatSoManyDoNotExceed() {
    double[] values = IntStream.rangeClosed(1, 200).asDoubleStream().toArray();

    assertThat(Figure.percentile(99, values)).isEqualTo(198);
    assertThat(Figure.percentile(50, values)).isEqualTo(100);
    assertThat(Figure.percentile(99, new double[] {7})).isEqualTo(7);
  }

  @Test
  void figureOfAPercentileKeepsThatOfEachTenth() {
    List<Round> samples = IntStream.rangeClosed(1, 100).mapToObj(i -> new Round(2 * i, i)).toList();

    Figure figure = Figure.ofPercentile("f", "ms", 99, samples, "");

    assertThat(figure.ratio()).isEqualTo(2);
    assertThat(figure.yardstick()).isEqualTo(99);
    assertThat(figure.rounds()).hasSize(10).contains(new Round(20, 10), new Round(200, 100));
  }
}
