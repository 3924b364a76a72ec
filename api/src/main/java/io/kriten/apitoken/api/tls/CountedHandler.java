package io.kriten.apitoken.api.tls;

import io.kriten.apitoken.status.LatestChannels;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;

/**
 * A server's end of a connection that is counted from its first moment until its handshake has
 * ended. Vert.x tells of a connection only then.
 */
final class CountedHandler extends SslHandler {

  private final LatestChannels underWay;

  CountedHandler(SSLEngine engine, boolean startTls, Executor tasks, LatestChannels underWay) {
    super(engine, startTls, tasks);
    this.underWay = underWay;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) throws Exception {
    super.handlerAdded(context);
    underWay.add(context);
    handshakeFuture().addListener(ended -> underWay.remove(context));
  }
}
