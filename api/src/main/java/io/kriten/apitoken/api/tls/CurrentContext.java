package io.kriten.apitoken.api.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
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

  private volatile SslContext current;

  CurrentContext(SslContext first) {
    this.current = first;
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
  public SSLSessionContext sessionContext() {
    return current.sessionContext();
  }
}
