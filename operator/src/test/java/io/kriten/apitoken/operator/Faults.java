package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Supplier;

/**
 * Fails one call that changes something, before or after it reached the server, and all after it.
 */
final class Faults {

  static final Faults NONE = new Faults(Integer.MAX_VALUE, false, false);

  private final int failing;
  private final boolean afterwards;
  private final boolean deadly;
  private int calls;

  private Faults(int failing, boolean afterwards, boolean deadly) {
    this.failing = failing;
    this.afterwards = afterwards;
    this.deadly = deadly;
  }

  /** The process dies before that call is sent; the first call is 1. */
  static Faults before(int call) {
    return new Faults(call, false, true);
  }

  /** The call works, but its answer does not arrive. */
  static Faults after(int call) {
    return new Faults(call, true, true);
  }

  /** Only that call is refused. */
  static Faults only(int call) {
    return new Faults(call, false, false);
  }

  /** How many calls came. */
  int calls() {
    return calls;
  }

  /** Whether the call came that was to fail. */
  boolean struck() {
    return calls >= failing;
  }

  @Override
  public String toString() {
    return (afterwards ? "after call " : "before call ") + failing;
  }

  <T> T around(Supplier<T> call) {
    if (this == NONE) {
      return call.get();
    }
    calls++;
    if ((deadly && calls > failing) || (calls == failing && !afterwards)) {
      throw new KubernetesClientException("the call was not sent");
    }
    T answer = call.get();
    if (calls == failing) {
      throw new KubernetesClientException("the answer was lost");
    }
    return answer;
  }
}
