package io.kriten.apitoken.api.doors;

import com.github.benmanes.caffeine.cache.Ticker;
import io.kriten.apitoken.api.auth.AccessReviews;
import io.kriten.apitoken.api.auth.Authenticator;
import io.kriten.apitoken.api.auth.Credentials;
import io.kriten.apitoken.api.auth.Keys;
import io.kriten.apitoken.api.http.RequestMetrics;
import io.kriten.apitoken.api.kube.Workers;
import io.kriten.apitoken.api.limits.Limits;
import io.kriten.apitoken.api.tls.ClientCertificates;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** The doors at which keys are verified for others, as all event loops share them. */
public final class Doors {

  private static final long SECOND_MS = 1_000;
  private static final long SECRETS_MS = 10_000;

  private final Vertx vertx;
  private final Authenticator authenticator;
  private final AccessDecisions decisions;
  private final AuthAnswers authAnswers;
  private final ReviewReplies reviewReplies;
  private final List<String> reviewAudiences;
  private final Optional<ClientCertificates> clients;
  private final WebhookSecrets secrets;
  private final Introspection introspection;
  private final KeyUses uses;
  private final RequestMetrics requests;
  private final RefusalTally tally = new RefusalTally();

  /**
   * @param reviews asks the API server what somebody may do
   * @param requests hears of those that wait
   * @param clients tells kube-apiserver by its certificate; empty when no certificate counts
   * @param ticker for how long answers are remembered
   */
  public Doors(
      Vertx vertx,
      Authenticator authenticator,
      AccessReviews reviews,
      DoorSettings settings,
      Optional<ClientCertificates> clients,
      Limits limits,
      RequestMetrics requests,
      Ticker ticker,
      MeterRegistry registry) {
    this.vertx = vertx;
    this.authenticator = authenticator;
    this.uses = new KeyUses(authenticator.log(), tally, limits);
    this.decisions =
        new AccessDecisions(
            vertx, reviews, new Workers(vertx, "auth", 8, 256, registry), limits, ticker);
    this.authAnswers = new AuthAnswers(uses, limits, registry);
    this.reviewReplies = new ReviewReplies(registry);
    this.requests = requests;
    this.reviewAudiences = settings.tokenReviewAudiences();
    this.clients = clients;
    this.secrets = new WebhookSecrets(settings.tokenReviewSecrets());
    AccessDecisions callers =
        new AccessDecisions(
            vertx, reviews, new Workers(vertx, "introspect", 4, 64, registry), limits, ticker);
    this.introspection = new Introspection(callers, uses);
  }

  /** Begins to write the audit log's lines on refused keys, and to watch the file of secrets. */
  public void start() {
    every(SECOND_MS, tally::flush);
    every(SECRETS_MS, secrets::read);
  }

  private void every(long ms, Runnable work) {
    vertx.setPeriodic(
        ms,
        id ->
            vertx.executeBlocking(
                () -> {
                  work.run();
                  return null;
                }));
  }

  /** Puts {@code /auth} and {@code /tokenreview} before everything else, on one event loop. */
  public Handler<HttpServerRequest> before(Handler<HttpServerRequest> others) {
    Keys keys = authenticator.keysForEventLoop();
    AuthDoor auth = new AuthDoor(keys, decisions, authAnswers);
    TokenReviewDoor review =
        new TokenReviewDoor(
            keys, this::isApiServer, new KeyReviewAnswers(reviewAudiences), reviewReplies, uses);
    return request -> {
      if (AuthDoor.leadsHere(request)) {
        auth.handle(request);
        requests.countWaiting(request.response());
      } else if (TokenReviewDoor.PATH.equals(request.path())) {
        review.handle(request);
        requests.countWaiting(request.response());
      } else {
        others.handle(request);
      }
    };
  }

  private boolean isApiServer(HttpServerRequest request) {
    if (clients.filter(known -> known.accept(request)).isPresent()) {
      return true;
    }
    Credentials credentials = Credentials.of(request.headers());
    return credentials.kind() == Credentials.Kind.BEARER && secrets.accepts(credentials.value());
  }

  /** Adds {@code /introspect}, on one event loop. */
  public void mount(Router router, Handler<RoutingContext> requireCaller) {
    introspection.endpoint(requireCaller, authenticator.keysForEventLoop()).mount(router);
  }

  /** Writes what the audit log still lacks. */
  public void stop() {
    tally.flush();
  }
}
