package io.kriten.apitoken.api.tls;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;

/**
 * Handshakes of a server with itself, in memory, before there are clients. The first in a JVM takes
 * a hundred times as long as the twentieth, and on a busy node a gateway that got a new replica
 * would wait for it.
 */
final class Rehearsal {

  private final SslContext server;
  private final SslContext client;

  /**
   * @param server what clients will meet
   * @param certificate which it shows
   * @throws SSLException when this Java has no TLS for clients
   */
  Rehearsal(SslContext server, X509Certificate certificate) throws SSLException {
    this.server = server;
    this.client =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols(TlsFiles.PROTOCOLS)
            .trustManager(certificate)
            .build();
  }

  /**
   * One whole handshake, without a session that is resumed.
   *
   * @throws SSLException when it comes to nothing
   */
  void handshake() throws SSLException {
    SslHandler greeted = server.newHandler(UnpooledByteBufAllocator.DEFAULT);
    EmbeddedChannel serverEnd = new EmbeddedChannel(greeted);
    EmbeddedChannel clientEnd =
        new EmbeddedChannel(client.newHandler(UnpooledByteBufAllocator.DEFAULT));
    try {
      boolean hasMoved;
      do {
        hasMoved = move(clientEnd, serverEnd);
        hasMoved |= move(serverEnd, clientEnd);
      } while (hasMoved);
      if (!greeted.handshakeFuture().isSuccess()) {
        throw new SSLException("the handshake did not end");
      }
    } catch (DecoderException e) {
      throw new SSLException(e.getCause());
    } finally {
      end(clientEnd);
      end(serverEnd);
    }
  }

  private static void end(EmbeddedChannel channel) {
    var unused = channel.close();
    channel.releaseInbound();
    channel.releaseOutbound();
  }

  private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
    boolean hasMoved = false;
    for (Object sent = from.readOutbound(); sent != null; sent = from.readOutbound()) {
      to.writeInbound(sent);
      hasMoved = true;
    }
    return hasMoved;
  }
}
