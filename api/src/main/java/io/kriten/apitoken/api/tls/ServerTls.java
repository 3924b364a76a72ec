package io.kriten.apitoken.api.tls;

import io.kriten.apitoken.status.LatestChannels;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of a server whose certificate may change. The files are looked at again and again, as a
 * kubelet exchanges them behind symbolic links, where no watch sees it. Files that are no good
 * change nothing: log and metric tell.
 */
public final class ServerTls {

  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

  /** From the twentieth on, another one hardly makes the next one faster. */
  private static final int REHEARSED = 30;

  private final Vertx vertx;
  private final TlsSettings settings;
  private final InstantSource clock;
  private final CurrentContext context;
  private volatile TlsFiles files;
  private volatile Optional<ClientAuthorities> authorities;
  private volatile String problem = "";

  /**
   * Reads the files.
   *
   * @param handshakes how many may be under way at once; the next one ends the oldest
   * @param clock for the lives of certificates
   * @throws IllegalArgumentException when they are no good; the message names the file
   */
  public ServerTls(
      Vertx vertx,
      TlsSettings settings,
      int handshakes,
      InstantSource clock,
      MeterRegistry registry) {
    this.vertx = vertx;
    this.settings = settings;
    this.clock = clock;
    this.files = TlsFiles.read(settings);
    this.authorities = files.authorities(vertx);
    this.context = new CurrentContext(files.context(vertx), underWay(handshakes, registry));
    Gauge.builder("apitoken.certificate.expiry.seconds", () -> left().toSeconds())
        .description("What is left of the life of the certificate that is served")
        .register(registry);
    Gauge.builder("apitoken.certificate.current", () -> problem.isEmpty() ? 1 : 0)
        .description("1 while what is served is what the files hold")
        .register(registry);
  }

  private static LatestChannels underWay(int max, MeterRegistry registry) {
    Counter dropped =
        Counter.builder("apitoken_http_handshakes_dropped")
            .description("TLS handshakes that were the oldest when there was one too many")
            .register(registry);
    LatestChannels underWay = new LatestChannels(max, dropped::increment);
    Gauge.builder("apitoken_http_handshakes", underWay, LatestChannels::size)
        .description("TLS handshakes under way")
        .register(registry);
    return underWay;
  }

  private Duration left() {
    return Duration.between(clock.instant(), files.leaf().getNotAfter().toInstant());
  }

  /** The port to serve on; 0 for any free one. */
  public int port() {
    return settings.port();
  }

  /** The same options, for HTTPS. */
  public HttpServerOptions secure(HttpServerOptions options) {
    return options
        .setSsl(true)
        .setKeyCertOptions(files.pem())
        .setSslEngineOptions(context.engine())
        .setEnabledSecureTransportProtocols(new LinkedHashSet<>(TlsFiles.PROTOCOLS));
  }

  /** Tells kube-apiserver by its certificate; empty when nobody is asked for one. */
  public Optional<ClientCertificates> clients() {
    return settings
        .clients()
        .map(trust -> new ClientCertificates(trust.names(), this::isCertified, clock));
  }

  private boolean isCertified(SSLSession session) {
    return authorities.filter(trusted -> trusted.certify(session)).isPresent();
  }

  /**
   * Makes handshakes fast before the first client comes. Takes a second or so of processor time;
   * one that fails is told in the log, and changes nothing.
   */
  public void rehearse() {
    try {
      Rehearsal rehearsal = new Rehearsal(context, files.leaf());
      for (int i = 0; i < REHEARSED; i++) {
        rehearsal.handshake();
      }
    } catch (SSLException e) {
      LOG.warn("Handshakes cannot be rehearsed: {}", e.getMessage());
    }
  }

  /** Looks at the files from time to time, for as long as Vert.x runs. */
  public void watch() {
    vertx.setPeriodic(
        settings.look().toMillis(),
        id ->
            vertx.executeBlocking(
                () -> {
                  look();
                  return null;
                }));
  }

  /** Takes what the files hold now. */
  void look() {
    try {
      TlsFiles found = TlsFiles.read(settings);
      if (!found.equals(files)) {
        SslContext next = found.context(vertx);
        authorities = found.authorities(vertx);
        context.exchange(next);
        files = found;
        LOG.info("The certificate has changed; the new one ends at {}", found.leaf().getNotAfter());
      }
      problem = "";
    } catch (IllegalArgumentException e) {
      if (!problem.equals(e.getMessage())) {
        LOG.error("The certificate stays as it was: {}", e.getMessage());
      }
      problem = e.getMessage();
    }
  }
}
