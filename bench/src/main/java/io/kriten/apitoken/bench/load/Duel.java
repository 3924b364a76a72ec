package io.kriten.apitoken.bench.load;

import io.kriten.apitoken.bench.Figure;
import io.kriten.apitoken.bench.Figure.Round;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two sides in turn, so that whatever else the machine does hits both; the order changes with each
 * round.
 *
 * @param rounds how many count
 * @param warmUp how many requests each side answers at least before
 * @param duration of a side's turn
 */
record Duel(int rounds, long warmUp, Duration duration) {

  /** A machine that is too slow to warm up must not keep everybody waiting. */
  private static final int MAX_WARM_UPS = 15;

  private static final double HARDLY_CHEAPER = 0.97;

  Figure fight(String name, Side subject, Side yardstick, String note) throws IOException {
    warmUp(subject);
    warmUp(yardstick);
    List<Round> measured = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      double first = (i % 2 == 0 ? subject : yardstick).cpuPerRequest(duration);
      double second = (i % 2 == 0 ? yardstick : subject).cpuPerRequest(duration);
      measured.add(i % 2 == 0 ? new Round(first, second) : new Round(second, first));
    }
    return Figure.of(
        name,
        "µs CPU",
        measured,
        "%s; limiter off; %.0f against %.0f requests/s"
            .formatted(
                note,
                Figure.median(subject.throughputs()),
                Figure.median(yardstick.throughputs())));
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
