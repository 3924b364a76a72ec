package io.kriten.apitoken.bench.live;

import io.fabric8.kubernetes.api.model.Condition;
import io.kriten.apitoken.bench.Figure;
import io.kriten.apitoken.bench.Figure.Round;
import io.kriten.apitoken.bench.Size;
import io.kriten.apitoken.bench.seed.BenchCluster;
import io.kriten.apitoken.bench.seed.SeededToken;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Conditions;
import io.kriten.apitoken.crds.Verdict;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Many tokens expire within one second, under operator and facade: their keys must be refused from
 * that instant on, and their states reported, without others at the API server noticing.
 */
public final class ExpiryStormBench {

  private static final Duration REPORTED_WITHIN = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final BenchCluster cluster;
  private final InstantSource clock;
  private final Size.Storms size;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** On a cluster of which operator and facade do not run. */
  public ExpiryStormBench(BenchCluster cluster, InstantSource clock, Size.Storms size) {
    this.cluster = cluster;
    this.clock = clock;
    this.size = size;
  }

  /**
   * What was seen of one.
   *
   * @param others their p99 amid it, and before it
   * @param written after how many seconds all states were; empty when nobody waited for that
   */
  private record Storm(Round others, OptionalDouble written) {}

  /** The figure of the storm in the middle; the first one is waited for until its end. */
  public Figure run() throws IOException, InterruptedException {
    List<Storm> storms = new ArrayList<>();
    for (int i = 0; i < size.count(); i++) {
      storms.add(storm(i == 0));
    }
    String note =
        "p99 of others at the API server, %1$d s from when %2$,d tokens expire at once against %1$d s"
                .formatted(size.window().toSeconds(), size.tokens())
            + " idle before, the middle of %d storms; every use after that is refused, all states are"
                .formatted(size.count())
            + " written %.0f s later; keys are used at the same rate in both"
                .formatted(storms.get(0).written().orElseThrow());
    return Figure.middle(
        storms.stream()
            .map(storm -> Figure.of("expiry_storm", "ms", List.of(storm.others()), note))
            .toList());
  }

  /** Begins without any token of an earlier one, whose states may still be unwritten. */
  private Storm storm(boolean toTheEnd) throws IOException, InterruptedException {
    Instant expires = Instant.ofEpochSecond(clock.instant().plus(size.in()).getEpochSecond());
    List<SeededToken> seeded =
        cluster.seed(
            seeder -> {
              seeder.clear(BenchCluster.ORDINARY);
              return seeder.write(BenchCluster.ORDINARY, size.tokens(), expires.toString());
            });
    cluster.startWorkloads();
    try (Seen expired =
            new Seen(
                cluster.local().adminClient(), BenchCluster.ORDINARY, ExpiryStormBench::isExpired);
        Probe others = new Probe(cluster.local().controlPlane().kubeconfig())) {
      expect(200, seeded.get(0));
      waitForRest(expires.minus(size.window()));
      waitUntil(expires.minus(size.window()));
      long idle = System.nanoTime();
      use(seeded, 200, expires.minus(size.window()));
      waitUntil(expires);
      long storm = System.nanoTime();
      use(seeded, 401, expires);
      waitUntil(expires.plus(size.window()));
      OptionalDouble written =
          toTheEnd ? OptionalDouble.of(await(expired, seeded, expires)) : OptionalDouble.empty();
      return new Storm(
          new Round(others.p99(storm, storm + size.window().toNanos()), others.p99(idle, storm)),
          written);
    } finally {
      cluster.stopWorkloads();
    }
  }

  private static boolean isExpired(ApiToken token) {
    return Conditions.find(token, Conditions.READY)
        .map(Condition::getReason)
        .filter(Verdict.Reason.Expired.name()::equals)
        .isPresent();
  }

  private double await(Seen expired, List<SeededToken> tokens, Instant since) {
    CompletableFuture.allOf(
            tokens.stream()
                .map(token -> expired.of(token.uid()))
                .toArray(CompletableFuture<?>[]::new))
        .orTimeout(REPORTED_WITHIN.toSeconds(), TimeUnit.SECONDS)
        .join();
    return Duration.between(since, clock.instant()).toMillis() / 1e3;
  }

  /** The operator looks at each new token once, which is no idleness. */
  private void waitForRest(Instant latest) throws IOException, InterruptedException {
    OperatorRest rest = new OperatorRest(http, cluster.local().operatorUrl().resolve("/metrics"));
    for (boolean rests = false; !rests; waitUntil(clock.instant().plus(LOOK))) {
      rests = rest.isAfter(size.tokens());
      if (clock.instant().isAfter(latest)) {
        throw new IllegalStateException(
            "the machine is too slow: the tokens expire before all is ready and was idle");
      }
    }
  }

  private void waitUntil(Instant instant) {
    // Timers count in milliseconds, and must not fire early.
    long ms = Duration.between(clock.instant(), instant).toMillis() + 1;
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS))
        .join();
  }

  /** Every key once, at a steady rate, in nearly a window. */
  private void use(List<SeededToken> tokens, int status, Instant begin)
      throws IOException, InterruptedException {
    Duration each = size.window().minusSeconds(1).dividedBy(tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      waitUntil(begin.plus(each.multipliedBy(i)));
      expect(status, tokens.get(i));
    }
  }

  private void expect(int status, SeededToken token) throws IOException, InterruptedException {
    HttpRequest use =
        HttpRequest.newBuilder(cluster.local().facadeUrl().resolve("/auth"))
            .header("Token", token.key().reveal())
            .build();
    int answered = http.send(use, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (answered != status) {
      throw new IOException("a key was answered with " + answered + ", not " + status);
    }
  }
}
