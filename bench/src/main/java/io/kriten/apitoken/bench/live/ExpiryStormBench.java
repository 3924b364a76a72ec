package io.kriten.apitoken.bench.live;

import io.fabric8.kubernetes.api.model.Condition;
import io.kriten.apitoken.bench.Figure;
import io.kriten.apitoken.bench.Figure.Round;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Many tokens expire within one second, under operator and facade: their keys must be refused from
 * that instant on, and their states reported, without others at the API server noticing.
 */
public final class ExpiryStormBench {

  private static final Duration REPORTED_WITHIN = Duration.ofMinutes(5);

  /** So long must all be idle before, or there is nothing to compare with. */
  private static final Duration IDLE = Duration.ofSeconds(8);

  private final BenchCluster cluster;
  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** On a cluster of which operator and facade do not run. */
  public ExpiryStormBench(BenchCluster cluster, InstantSource clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /**
   * Runs one.
   *
   * @param in how much time there is to write the tokens, to start all, and to see it idle
   */
  public Figure run(int tokens, Duration in) throws IOException, InterruptedException {
    Instant expires = Instant.ofEpochSecond(clock.instant().plus(in).getEpochSecond());
    List<SeededToken> seeded =
        cluster.seed(seeder -> seeder.write(BenchCluster.ORDINARY, tokens, expires.toString()));
    cluster.startWorkloads();
    try (Seen expired =
            new Seen(
                cluster.local().adminClient(), BenchCluster.ORDINARY, ExpiryStormBench::isExpired);
        Probe others = new Probe(cluster.local().controlPlane().kubeconfig())) {
      expect(200, seeded.get(0));
      waitUntil(expires);
      double idle = others.takeP99();
      for (SeededToken token : seeded) {
        expect(401, token);
      }
      double seconds = await(expired, seeded, expires);
      return Figure.of(
          "expiry_storm",
          "ms",
          List.of(new Round(others.takeP99(), idle)),
          "p99 of others at the API server against idle; %,d tokens expire at once, every use after"
                  .formatted(tokens)
              + " that is refused, all states are written %.0f s later".formatted(seconds));
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

  private void waitUntil(Instant instant) {
    long ms = Duration.between(clock.instant(), instant).toMillis();
    if (ms < IDLE.toMillis()) {
      throw new IllegalStateException(
          "the machine is too slow: the tokens expire before all is ready and was idle");
    }
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS))
        .join();
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
