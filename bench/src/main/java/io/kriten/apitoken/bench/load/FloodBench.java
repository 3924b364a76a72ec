package io.kriten.apitoken.bench.load;

import io.kriten.apitoken.bench.Figure;
import io.kriten.apitoken.bench.Figure.Round;
import io.kriten.apitoken.bench.facade.FacadeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Good keys at a steady rate, with and without a flood of 5,000 bad ones a second. What the flood
 * costs by itself is measured alone and taken off: the rest is what it costs the good ones.
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
   * A flood.
   *
   * @param connections of the flood
   * @param restMs of each before a request, so that all of them make 5,000 requests a second
   */
  record Flood(KeyFile keys, int connections, int restMs) {}

  /**
   * What was spent on how many requests.
   *
   * @param cpu seconds of the server
   */
  private record Spent(double cpu, long requests) {
    double each() {
      return cpu / requests;
    }
  }

  Figure run(String name, Flood flood, int rounds, String note) throws IOException {
    double idle = apiServerRate(() -> good());
    floodAlone(flood);
    List<Round> measured = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    List<Double> asked = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      Spent calm = good();
      Spent bad = floodAlone(flood);
      double[] rate = new double[1];
      Spent[] spent = new Spent[1];
      asked.add(apiServerRate(() -> spent[0] = together(flood, bad.each(), rate)));
      rates.add(rate[0]);
      measured.add(new Round(spent[0].each() * 1e6, calm.each() * 1e6));
    }
    return Figure.of(
        name,
        "µs CPU",
        measured,
        "a good request during a flood of %s, %.0f a second; the API server gets %.1f requests a second, %.1f without"
            .formatted(note, median(rates), median(asked), idle));
  }

  private interface Work {
    Object run() throws IOException;
  }

  private double apiServerRate(Work work) throws IOException {
    double before = requests.total();
    long start = System.nanoTime();
    work.run();
    return (requests.total() - before - 1) / ((System.nanoTime() - start) / 1e9);
  }

  private Spent good() throws IOException {
    double before = server.cpuSeconds();
    Wrk.Outcome outcome = Wrk.await(startGood(), good);
    check(outcome, outcome.refused());
    return new Spent(server.cpuSeconds() - before, outcome.requests());
  }

  private Spent floodAlone(Flood flood) throws IOException {
    double before = server.cpuSeconds();
    Wrk.Outcome outcome = Wrk.await(startFlood(flood), flood.keys());
    check(outcome, outcome.requests() - outcome.refused());
    return new Spent(server.cpuSeconds() - before, outcome.requests());
  }

  private Spent together(Flood flood, double cpuOfOne, double[] rate) throws IOException {
    double before = server.cpuSeconds();
    Process bad = startFlood(flood);
    Wrk.Outcome outcome = Wrk.await(startGood(), good);
    Wrk.Outcome flooded = Wrk.await(bad, flood.keys());
    double cpu = server.cpuSeconds() - before;
    check(outcome, outcome.refused());
    check(flooded, flooded.requests() - flooded.refused());
    rate[0] = flooded.requests() / flooded.seconds();
    return new Spent(cpu - flooded.requests() * cpuOfOne, outcome.requests());
  }

  private Process startGood() throws IOException {
    return wrk.start(
        server.url(), Request.get("/auth"), good, Side.CONNECTIONS, GOOD_REST_MS, turn);
  }

  private Process startFlood(Flood flood) throws IOException {
    return wrk.start(
        server.url(),
        Request.get("/auth"),
        flood.keys(),
        flood.connections(),
        flood.restMs(),
        turn);
  }

  private static void check(Wrk.Outcome outcome, long wrong) throws IOException {
    if (outcome.requests() == 0 || outcome.errors() > 0 || wrong > 0) {
      throw new IOException("not every answer was the right one: " + outcome);
    }
  }

  private static double median(List<Double> values) {
    return Figure.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
