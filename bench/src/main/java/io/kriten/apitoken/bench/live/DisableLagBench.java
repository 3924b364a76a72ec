package io.kriten.apitoken.bench.live;

import io.kriten.apitoken.bench.Figure;
import io.kriten.apitoken.bench.Figure.Round;
import io.kriten.apitoken.bench.facade.FacadeProcess;
import io.kriten.apitoken.bench.seed.BenchCluster;
import io.kriten.apitoken.bench.seed.SeededToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A token is disabled at one facade, and its key tried at another until it is refused; a plain
 * watch sees the same change. Both times count from the moment when the PATCH is sent.
 */
public final class DisableLagBench {

  private static final long PATIENCE_S = 30;

  private final BenchCluster cluster;
  private final FacadeProcess changing;
  private final FacadeProcess verifying;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param changing where tokens are disabled
   * @param verifying where their keys are tried
   */
  public DisableLagBench(BenchCluster cluster, FacadeProcess changing, FacadeProcess verifying) {
    this.cluster = cluster;
    this.changing = changing;
    this.verifying = verifying;
  }

  /** Disables these tokens, one after the other. */
  public Figure run(List<SeededToken> tokens) throws IOException, InterruptedException {
    List<Round> lags = new ArrayList<>();
    try (Seen seen =
        new Seen(
            cluster.local().adminClient(),
            BenchCluster.MANY,
            token -> !token.getSpec().isEnabled())) {
      for (SeededToken token : tokens) {
        lags.add(disable(token, seen));
      }
    }
    return Figure.ofPercentile(
        "disable_lag",
        "ms",
        99,
        lags,
        "PATCH sent to one facade until another refuses the key, against a plain watch; p99 of %,d"
            .formatted(lags.size()));
  }

  private Round disable(SeededToken token, Seen seen) throws IOException, InterruptedException {
    HttpRequest use =
        HttpRequest.newBuilder(verifying.url().resolve("/auth"))
            .header("Token", token.key().reveal())
            .build();
    expect(200, status(use));
    long start = System.nanoTime();
    CompletableFuture<HttpResponse<Void>> patch =
        http.sendAsync(patch(token), HttpResponse.BodyHandlers.discarding());
    int status = status(use);
    while (status == 200 && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(PATIENCE_S)) {
      status = status(use);
    }
    long refused = System.nanoTime();
    expect(401, status);
    expect(200, patch.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join().statusCode());
    long watched = seen.of(token.uid()).orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    return new Round((refused - start) / 1e6, (watched - start) / 1e6);
  }

  private HttpRequest patch(SeededToken token) {
    URI uri = changing.url().resolve("/api/v1/api_tokens/" + token.uid());
    return HttpRequest.newBuilder(uri)
        .header("Authorization", "Bearer " + cluster.local().bearer("admin"))
        .header("Content-Type", "application/json")
        .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"enabled\":false}"))
        .build();
  }

  private int status(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static void expect(int wanted, int status) throws IOException {
    if (status != wanted) {
      throw new IOException("the facade answered " + status + ", not " + wanted);
    }
  }
}
