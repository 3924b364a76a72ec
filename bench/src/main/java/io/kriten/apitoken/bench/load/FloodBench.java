package io.kriten.apitoken.bench.load;

import io.kriten.apitoken.bench.Figure;
import io.kriten.apitoken.bench.Figure.Round;
import io.kriten.apitoken.bench.facade.FacadeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Good keys at a steady rate, and beside them 5,000 others a second: bad ones, or as the yardstick
 * good ones too, by as many connections. So both sides answer as many requests, and differ in
 * nothing but what the flood shows.
 */
final class FloodBench {

  private static final int GOOD_REST_MS = 6;
  private static final int WARM_UPS = 3;

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
   * @param keys bad ones
   * @param connections of the flood
   * @param badRestMs how long each of them rests before a request
   * @param goodRestMs how long it rests when it shows good keys, which are answered at once
   */
  record Flood(KeyFile keys, int connections, int badRestMs, int goodRestMs) {}

  /**
   * What a turn found.
   *
   * @param cpu of the server for each request, in microseconds
   * @param floodRate requests of the flood a second
   * @param apiServerRate requests that the API server got a second
   */
  private record Turn(double cpu, double floodRate, double apiServerRate) {}

  Figure run(String name, Flood flood, int rounds, String note) throws IOException {
    for (int i = 0; i < WARM_UPS; i++) {
      turn(flood, true);
      turn(flood, false);
    }
    List<Turn> bad = new ArrayList<>();
    List<Turn> calm = new ArrayList<>();
    List<Round> measured = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      boolean isBadFirst = i % 2 == 0;
      (isBadFirst ? bad : calm).add(turn(flood, isBadFirst));
      (isBadFirst ? calm : bad).add(turn(flood, !isBadFirst));
      measured.add(new Round(bad.get(i).cpu(), calm.get(i).cpu()));
    }
    return Figure.of(
        name,
        "µs CPU",
        measured,
        "a request while %.0f %s come a second, against as many good ones; the API server gets %.1f requests a second, against %.1f"
            .formatted(floodRate(bad), note, apiServerRate(bad), apiServerRate(calm)));
  }

  private Turn turn(Flood flood, boolean isBad) throws IOException {
    KeyFile keys = isBad ? flood.keys() : good;
    double asked = requests.total();
    double cpu = server.cpuSeconds();
    long start = System.nanoTime();
    Process flooding =
        start(keys, flood.connections(), isBad ? flood.badRestMs() : flood.goodRestMs());
    Wrk.Outcome steady = Wrk.await(start(good, Side.CONNECTIONS, GOOD_REST_MS), good);
    Wrk.Outcome flooded = Wrk.await(flooding, keys);
    double spent = server.cpuSeconds() - cpu;
    double seconds = (System.nanoTime() - start) / 1e9;
    check(steady, steady.refused());
    check(flooded, isBad ? flooded.requests() - flooded.refused() : flooded.refused());
    return new Turn(
        spent / (steady.requests() + flooded.requests()) * 1e6,
        flooded.requests() / flooded.seconds(),
        Math.max(0, requests.total() - asked - 1) / seconds);
  }

  private Process start(KeyFile keys, int connections, int restMs) throws IOException {
    return wrk.start(server.url(), Request.get("/auth"), keys, connections, restMs, turn);
  }

  private static void check(Wrk.Outcome outcome, long wrong) throws IOException {
    if (outcome.requests() == 0 || outcome.errors() > 0 || wrong > 0) {
      throw new IOException("not every answer was the right one: " + outcome);
    }
  }

  private static double apiServerRate(List<Turn> turns) {
    return Figure.median(turns.stream().mapToDouble(Turn::apiServerRate).toArray());
  }

  private static double floodRate(List<Turn> turns) {
    return Figure.median(turns.stream().mapToDouble(Turn::floodRate).toArray());
  }
}
