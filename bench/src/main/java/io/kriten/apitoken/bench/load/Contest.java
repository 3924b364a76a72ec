package io.kriten.apitoken.bench.load;

import io.kriten.apitoken.bench.Figure;
import io.kriten.apitoken.bench.Figure.Round;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A subject and what it is held against in turn, so that whatever else the machine does hits all of
 * them; each round begins with another.
 *
 * @param rounds how many count
 * @param warmUp how many requests each side answers at least before
 * @param duration of a side's turn
 */
record Contest(int rounds, long warmUp, Duration duration) {

  /** A machine that is too slow to warm up must not keep everybody waiting. */
  private static final int MAX_WARM_UPS = 15;

  private static final double HARDLY_CHEAPER = 0.97;

  /**
   * What the subject is held against.
   *
   * @param figure the name of what is found
   * @param side what answers
   * @param note how they are compared, in a few words
   */
  record Yardstick(String figure, Side side, String note) {}

  /** A figure for each yardstick, of the same turns of the subject. */
  List<Figure> hold(Side subject, List<Yardstick> yardsticks) throws IOException {
    List<Side> sides =
        Stream.concat(Stream.of(subject), yardsticks.stream().map(Yardstick::side)).toList();
    for (Side side : sides) {
      warmUp(side);
    }
    double[][] cpu = new double[sides.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < sides.size(); turn++) {
        int side = (round + turn) % sides.size();
        cpu[side][round] = sides.get(side).cpuPerRequest(duration);
      }
    }
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < yardsticks.size(); i++) {
      figures.add(figure(subject, cpu[0], yardsticks.get(i), cpu[i + 1]));
    }
    return figures;
  }

  private Figure figure(Side subject, double[] spent, Yardstick yardstick, double[] constant) {
    List<Round> measured =
        IntStream.range(0, rounds).mapToObj(i -> new Round(spent[i], constant[i])).toList();
    return Figure.of(
        yardstick.figure(),
        "µs CPU",
        measured,
        "%s; limiter off; %.0f against %.0f requests/s"
            .formatted(
                yardstick.note(),
                Figure.median(subject.throughputs()),
                Figure.median(yardstick.side().throughputs())));
  }

  /** Until the compiler has done its work: another turn is hardly cheaper than the one before. */
  private void warmUp(Side side) throws IOException {
    double before = Double.MAX_VALUE;
    for (int i = 0; i < MAX_WARM_UPS; i++) {
      double cpu = side.cpuPerRequest(duration);
      if (side.answered() >= warmUp && cpu > HARDLY_CHEAPER * before) {
        break;
      }
      before = cpu;
    }
    side.forgetThroughputs();
  }
}
