package io.kriten.apitoken.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kriten.apitoken.bench.Figure.Round;
import java.util.List;
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
}
