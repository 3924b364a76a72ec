package io.kriten.apitoken.bench.load;

import io.kriten.apitoken.bench.facade.FacadeProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One of two that are compared: requests of one kind to one server. */
final class Side {

  static final int CONNECTIONS = 64;

  private final Wrk wrk;
  private final FacadeProcess server;
  private final URI url;
  private final Request request;
  private final KeyFile keys;
  private final boolean refused;
  private final List<Double> throughputs = new ArrayList<>();
  private long answered;

  /**
   * @param server whose processor time counts
   * @param refused whether every answer is to be a refusal; else none may be
   */
  Side(Wrk wrk, FacadeProcess server, URI url, Request request, KeyFile keys, boolean refused) {
    this.wrk = wrk;
    this.server = server;
    this.url = url;
    this.request = request;
    this.keys = keys;
    this.refused = refused;
  }

  /** Processor time of the server for a request, in microseconds. */
  double cpuPerRequest(Duration duration) throws IOException {
    double before = server.cpuSeconds();
    Wrk.Outcome outcome = Wrk.await(wrk.start(url, request, keys, CONNECTIONS, 0, duration), keys);
    double spent = server.cpuSeconds() - before;
    long wrong = refused ? outcome.requests() - outcome.refused() : outcome.refused();
    if (outcome.requests() == 0 || outcome.errors() > 0 || wrong > 0) {
      throw new IOException("not every answer at " + url + " was the right one: " + outcome);
    }
    answered += outcome.requests();
    throughputs.add(outcome.requests() / outcome.seconds());
    return spent / outcome.requests() * 1e6;
  }

  /** How many requests were answered so far. */
  long answered() {
    return answered;
  }

  /** From here on they count. */
  void forgetThroughputs() {
    throughputs.clear();
  }

  /** Requests a second in each turn that counts. */
  double[] throughputs() {
    return throughputs.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
