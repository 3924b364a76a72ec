package io.kriten.apitoken.status;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Decodes the head of a connection's first request; what comes behind it, a body or more requests,
 * is read and dropped. Vert.x would have all answers made before the first one is sent: for it, a
 * connection ends only where the request says so.
 */
final class OneRequestDecoder extends VertxHttpRequestDecoder {

  private boolean isDecoded;

  OneRequestDecoder(HttpServerOptions options) {
    super(options);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (isDecoded) {
      in.skipBytes(in.readableBytes());
      return;
    }
    super.decode(context, in, out);
    isDecoded = !out.isEmpty();
  }
}
