package io.kriten.apitoken.api.tls;

import io.kriten.apitoken.status.LatestChannels;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * TLS that can be exchanged while it serves: each handshake takes what is current when it begins,
 * and connections that are open go on.
 *
 * <p>Vert.x' own way, {@code HttpServer.updateSSLOptions}, is not taken: while it loads the new
 * options, 4.5.24 drops whoever connects ({@code TCPServerBase} takes the result of a future that
 * has none yet).
 */
final class CurrentContext extends SslContext {

  private final LatestChannels underWay;
  private volatile SslContext current;

  /**
   * @param underWay gets the connections whose handshake has not ended
   */
  CurrentContext(SslContext first, LatestChannels underWay) {
    this.current = first;
    this.underWay = underWay;
  }

  /** What is resumed by a session is of the old one: the new one knows no sessions. */
  void exchange(SslContext next) {
    current = next;
  }

  /** For a server's options. */
  SSLEngineOptions engine() {
    return new Engine(this);
  }

  private static final class Engine extends SSLEngineOptions {

    private final CurrentContext context;

    Engine(CurrentContext context) {
      this.context = context;
    }

    @Override
    public SSLEngineOptions copy() {
      return new Engine(context);
    }

    @Override
    public SslContextFactory sslContextFactory() {
      return () -> context;
    }
  }

  @Override
  public boolean isClient() {
    return false;
  }

  @Override
  public List<String> cipherSuites() {
    return current.cipherSuites();
  }

  @Override
  @SuppressWarnings("deprecation")
  public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return current.applicationProtocolNegotiator();
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator) {
    return current.newEngine(allocator);
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
    return current.newEngine(allocator, peerHost, peerPort);
  }

  @Override
  protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls, Executor tasks) {
    return new CountedHandler(newEngine(allocator), startTls, tasks, underWay);
  }

  @Override
  protected SslHandler newHandler(
      ByteBufAllocator allocator, String peerHost, int peerPort, boolean startTls, Executor tasks) {
    return new CountedHandler(newEngine(allocator, peerHost, peerPort), startTls, tasks, underWay);
  }

  @Override
  public SSLSessionContext sessionContext() {
    return current.sessionContext();
  }
}
