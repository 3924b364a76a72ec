package io.kriten.apitoken.api.doors;

import io.kriten.apitoken.api.auth.AccessReviews;
import io.kriten.apitoken.api.auth.Authenticator;
import io.kriten.apitoken.api.http.Health;
import io.kriten.apitoken.api.kube.Workers;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** The doors at which keys are verified for others, as all event loops share them. */
public final class Doors {

  private static final long SECOND_MS = 1_000;

  private final Vertx vertx;
  private final Authenticator authenticator;
  private final AccessDecisions decisions;
  private final AuthAnswers answers;
  private final RefusalTally tally = new RefusalTally("auth");

  /**
   * @param workers for SubjectAccessReviews on behalf of gateways
   */
  public Doors(
      Vertx vertx,
      Authenticator authenticator,
      AccessReviews reviews,
      Workers workers,
      Health health,
      MeterRegistry registry) {
    this.vertx = vertx;
    this.authenticator = authenticator;
    this.decisions = new AccessDecisions(vertx, reviews, workers);
    this.answers = new AuthAnswers(authenticator.log(), tally, health, registry);
  }

  /** Begins to write the audit log's lines on refused keys. */
  public void start() {
    vertx.setPeriodic(SECOND_MS, id -> vertx.executeBlocking(this::flush));
  }

  private Void flush() {
    tally.flush();
    return null;
  }

  /** Puts {@code /auth} before everything else, on one event loop. */
  public Handler<HttpServerRequest> before(Handler<HttpServerRequest> others) {
    AuthDoor auth = new AuthDoor(authenticator.keysForEventLoop(), decisions, answers);
    return request -> {
      if (AuthDoor.leadsHere(request)) {
        auth.handle(request);
      } else {
        others.handle(request);
      }
    };
  }

  /** Writes what the audit log still lacks. */
  public void stop() {
    tally.flush();
  }
}
