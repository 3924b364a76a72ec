package io.kriten.apitoken.local;

import io.kriten.apitoken.operator.OperatorSettings;
import io.kriten.apitoken.operator.TokenOperator;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The operator in this JVM, which can be stopped and started again. */
final class LocalOperator implements AutoCloseable {

  private static final int ANY_PORT = 0;

  // No leader election: nobody else may lead here, and after a kill -9 the next run would have to
  // wait until the Lease of this one ends.
  private static final OperatorSettings SETTINGS =
      new OperatorSettings(
          LocalSettings.RELEASE_NAMESPACE,
          List.of(LocalSettings.TOKENS_NAMESPACE),
          Account.username(Account.OPERATOR),
          Account.username(Account.FACADE),
          false,
          Duration.ZERO,
          false,
          ANY_PORT);

  private final Account account;
  private final Clock clock;
  private TokenOperator running;

  LocalOperator(Account account, Clock clock) {
    this.account = account;
    this.clock = clock;
  }

  /** Starts it, unless it runs, and returns when it has read everything. */
  synchronized void start() {
    if (running == null) {
      running = new TokenOperator(account.client(), SETTINGS, clock);
      running.start();
    }
  }

  synchronized void stop() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  /** Where it tells its health and metrics, while it runs. */
  synchronized URI url() {
    if (running == null) {
      throw new IllegalStateException("the operator does not run");
    }
    return URI.create("http://127.0.0.1:" + running.httpPort());
  }

  @Override
  public void close() {
    Closing.inOrder(this::stop, account::close);
  }
}
