package io.kriten.apitoken.api.limits;

import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.Future;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** How much each client address may have under way, so that no one of them takes every place. */
public final class Shares {

  private final int each;
  private final ConcurrentMap<String, Integer> underWay = new ConcurrentHashMap<>();

  /**
   * @param each how much at once
   */
  public Shares(int each) {
    this.each = each;
  }

  /**
   * Begins the work, unless the address, or in IPv6 its network of 64 bits, has its share under way
   * already: then it fails with 503. Not with 429: one address may be a gateway with all its
   * clients, and its share is full because answers are slow to come.
   */
  public <T> Future<T> run(String address, Supplier<Future<T>> work) {
    String network = ClientAddress.network(address);
    if (underWay.merge(network, 1, Integer::sum) > each) {
      end(network);
      return Future.failedFuture(
          Refusal.unavailable("Too many logins wait for the cluster. Try again in a moment."));
    }
    return work.get().onComplete(done -> end(network));
  }

  private void end(String network) {
    underWay.computeIfPresent(network, (same, count) -> count == 1 ? null : count - 1);
  }

  /** How many addresses have something under way. */
  int size() {
    return underWay.size();
  }
}
