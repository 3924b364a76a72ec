package io.kriten.apitoken.local;

import io.kriten.apitoken.api.Facade;
import io.kriten.apitoken.api.FacadeSettings;
import io.kriten.apitoken.api.doors.DoorSettings;
import io.kriten.apitoken.api.http.ConnectionSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The facade in this JVM, which can be stopped and started again on the same port. */
final class LocalFacade implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int ANY_PORT = 0;
  private static final Duration MAX_STALENESS = Duration.ofHours(1);
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private final Account account;
  private final int port;
  private final Webhook webhook;
  private final int tlsPort;
  private final Clock clock;
  private final Poller poller = new Poller();
  private final Readiness readiness = new Readiness(HttpClient.newHttpClient(), poller);
  private Facade running;

  /**
   * @param tlsPort where kube-apiserver asks about keys
   */
  LocalFacade(Account account, int port, Webhook webhook, int tlsPort, Clock clock) {
    this.account = account;
    this.port = port;
    this.webhook = webhook;
    this.tlsPort = tlsPort;
    this.clock = clock;
  }

  /** Starts it, unless it runs, and returns when it can verify keys. */
  synchronized void start() {
    if (running == null) {
      running = new Facade(account.client(), settings(), clock, List.of(new SampleApi()));
      running.start();
      Poller.await(readiness.ready(url().resolve("/readyz")), READY_WITHIN, "the facade's start");
    }
  }

  synchronized void stop() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  URI url() {
    return URI.create("http://" + HOST + ":" + port);
  }

  URI tlsUrl() {
    return URI.create("https://" + HOST + ":" + tlsPort);
  }

  /** Where it tells its metrics, while it runs. */
  synchronized URI metricsUrl() {
    if (running == null) {
      throw new IllegalStateException("the facade does not run");
    }
    return URI.create("http://" + HOST + ":" + running.metricsPort() + "/metrics");
  }

  @Override
  public void close() {
    Closing.inOrder(this::stop, poller::close, account::close);
  }

  private FacadeSettings settings() {
    return new FacadeSettings(
        LocalSettings.RELEASE_NAMESPACE,
        List.of(LocalSettings.TOKENS_NAMESPACE),
        HOST,
        port,
        ANY_PORT,
        List.of(),
        MAX_STALENESS,
        false,
        List.of(),
        DoorSettings.CLOSED,
        LimitSettings.OFF,
        ConnectionSettings.DEFAULT,
        true,
        Optional.of(webhook.facadeTls(tlsPort)));
  }
}
