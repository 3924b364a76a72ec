package io.kriten.apitoken.bench.load;

import io.kriten.apitoken.bench.Figure;
import io.kriten.apitoken.bench.Figure.Round;
import io.kriten.apitoken.bench.facade.FacadeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Good keys at a steady rate, amid 5,000 bad ones a second and, as the yardstick, by themselves. In
 * one process nobody can tell whose the processor time is, so that the flood comes alone as well:
 * what it costs then is taken off what both cost together, and the rest is the good requests'.
 */
final class FloodBench {

  private static final int GOOD_REST_MS = 6;

  private final Wrk wrk;
  private final FacadeProcess server;
  private final KeyFile good;
  private final ApiServerRequests requests;
  private final Duration turn;

  FloodBench(
      Wrk wrk, FacadeProcess server, KeyFile good, ApiServerRequests requests, Duration turn) {
    this.wrk = wrk;
    this.server = server;
    this.good = good;
    this.requests = requests;
    this.turn = turn;
  }

  /**
   * A flood of 5,000 requests a second.
   *
   * @param path where it comes to
   * @param keys bad ones
   * @param connections of the flood
   * @param restMs how long each of them rests before a request
   */
  record Flood(String path, KeyFile keys, int connections, int restMs) {}

  /** Who comes in a turn. */
  private enum Crowd {
    GOOD,
    FLOOD,
    BOTH
  }

  /**
   * What a turn found.
   *
   * @param cpu of the server, in microseconds
   * @param good requests
   * @param bad requests
   * @param seconds that it took
   * @param apiServerRequests that the API server got
   */
  private record Turn(double cpu, long good, long bad, double seconds, double apiServerRequests) {

    /** Of one good request, when a bad one costs so much. */
    double cpuOfGood(double cpuOfBad) {
      return (cpu - bad * cpuOfBad) / good;
    }

    double cpuOfBad() {
      return cpu / bad;
    }

    double badRate() {
      return bad / seconds;
    }

    double apiServerRate() {
      return apiServerRequests / seconds;
    }
  }

  Figure run(String name, Flood flood, int rounds, String note) throws IOException {
    int warmUps = rounds / 5;
    for (int i = 0; i < warmUps; i++) {
      for (Crowd crowd : Crowd.values()) {
        turn(flood, crowd);
      }
    }
    List<Turn> amid = new ArrayList<>();
    List<Turn> calm = new ArrayList<>();
    List<Round> measured = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      boolean isCalmFirst = i % 2 == 0;
      Turn first = turn(flood, isCalmFirst ? Crowd.GOOD : Crowd.BOTH);
      double cpuOfBad = turn(flood, Crowd.FLOOD).cpuOfBad();
      Turn last = turn(flood, isCalmFirst ? Crowd.BOTH : Crowd.GOOD);
      Turn both = isCalmFirst ? last : first;
      Turn good = isCalmFirst ? first : last;
      amid.add(both);
      calm.add(good);
      measured.add(new Round(both.cpuOfGood(cpuOfBad), good.cpuOfGood(0)));
    }
    return Figure.of(
        name,
        "µs CPU",
        measured,
        "a good request while %.0f %s come a second, less what those cost alone, against one in peace; the API server gets %.1f requests a second, against %.1f"
            .formatted(
                median(amid, Turn::badRate),
                note,
                median(amid, Turn::apiServerRate),
                median(calm, Turn::apiServerRate)));
  }

  private Turn turn(Flood flood, Crowd crowd) throws IOException {
    double asked = requests.total();
    double cpu = server.cpuSeconds();
    long start = System.nanoTime();
    Optional<Process> flooding =
        crowd == Crowd.GOOD
            ? Optional.empty()
            : Optional.of(start(flood.path(), flood.keys(), flood.connections(), flood.restMs()));
    long good = 0;
    if (crowd != Crowd.FLOOD) {
      Wrk.Outcome steady =
          Wrk.await(start(DoorBench.AUTH, this.good, Side.CONNECTIONS, GOOD_REST_MS), this.good);
      check(steady, steady.refused());
      good = steady.requests();
    }
    long bad = 0;
    if (flooding.isPresent()) {
      Wrk.Outcome flooded = Wrk.await(flooding.get(), flood.keys());
      check(flooded, flooded.requests() - flooded.refused());
      bad = flooded.requests();
    }
    return new Turn(
        (server.cpuSeconds() - cpu) * 1e6,
        good,
        bad,
        (System.nanoTime() - start) / 1e9,
        Math.max(0, requests.total() - asked - 1));
  }

  private Process start(String path, KeyFile keys, int connections, int restMs) throws IOException {
    return wrk.start(server.url(), Request.get(path), keys, connections, restMs, turn);
  }

  private static void check(Wrk.Outcome outcome, long wrong) throws IOException {
    if (outcome.requests() == 0 || outcome.errors() > 0 || wrong > 0) {
      throw new IOException("not every answer was the right one: " + outcome);
    }
  }

  private static double median(List<Turn> turns, ToDoubleFunction<Turn> figure) {
    return Figure.median(turns.stream().mapToDouble(figure).toArray());
  }
}
