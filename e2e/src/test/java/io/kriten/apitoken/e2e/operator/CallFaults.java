package io.kriten.apitoken.e2e.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a process die at one of its calls that change something among tokens: before the call is
 * sent, or after it worked but before its answer came. Nothing is sent after it.
 */
final class CallFaults implements Interceptor {

  private final int failing;
  private final boolean afterwards;
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch died = new CountDownLatch(1);

  private CallFaults(int failing, boolean afterwards) {
    this.failing = failing;
    this.afterwards = afterwards;
  }

  static CallFaults before(int call) {
    return new CallFaults(call, false);
  }

  static CallFaults after(int call) {
    return new CallFaults(call, true);
  }

  /** Waits until it happened, or for so long. */
  boolean happenedWithin(long seconds) {
    try {
      return died.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean happened() {
    return died.getCount() == 0;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (happened()) {
      throw new KubernetesClientException("this process is dead");
    }
    if (changesTokens(request) && calls.incrementAndGet() == failing && !afterwards) {
      die();
    }
  }

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    return changesTokens(request) && calls.get() == failing && afterwards
        ? (answer, body) -> die()
        : consumer;
  }

  private void die() {
    died.countDown();
    throw new KubernetesClientException("this process died");
  }

  static boolean changesTokens(HttpRequest request) {
    return !request.method().equals("GET")
        && request.uri().getPath().contains("/namespaces/" + OperatorCluster.TOKENS + "/");
  }

  @Override
  public String toString() {
    return (afterwards ? "after call " : "before call ") + failing;
  }
}
