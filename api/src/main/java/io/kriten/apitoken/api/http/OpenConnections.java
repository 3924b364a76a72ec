package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.problem.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The open connections of all event loops: so many, and each under {@link StrictDecoder}. */
public final class OpenConnections {

  /** Bytes that one connection may have read and not decoded; two of them, when it was unlucky. */
  private static final int CHUNK = 16 * 1024;

  /** Bytes of answers that the client has not taken; beyond, its next request waits. */
  private static final WriteBufferWaterMark WAITING = new WriteBufferWaterMark(CHUNK / 2, CHUNK);

  /** Vert.x's name for its decoder. */
  private static final String DECODER = "httpDecoder";

  private static final Buffer FULL =
      Replies.encode(
          Map.of(
              "error",
              Refusal.unavailable("Too many connections are open. Try again later.").getMessage()));
  private static final Buffer REFUSED =
      Buffer.buffer("HTTP/1.1 503 Service Unavailable\r\nContent-Type: ")
          .appendString(Replies.JSON)
          .appendString("\r\nContent-Length: " + FULL.length())
          .appendString("\r\nRetry-After: 1\r\nConnection: close\r\n\r\n")
          .appendBuffer(FULL);

  private final ConnectionSettings settings;
  private final BooleanSupplier isEnding;
  private final AtomicInteger open = new AtomicInteger();
  private final Counter refused;

  /**
   * @param isEnding whether the process is about to end, and so every connection with its next
   *     answer
   * @param registry gets {@code apitoken_http_connections} and {@code _refused}
   */
  public OpenConnections(
      ConnectionSettings settings, BooleanSupplier isEnding, MeterRegistry registry) {
    this.settings = settings;
    this.isEnding = isEnding;
    Gauge.builder("apitoken_http_connections", open, AtomicInteger::get)
        .description("Open connections to the facade")
        .register(registry);
    this.refused =
        Counter.builder("apitoken_http_connections_refused")
            .description("Connections that were one too many")
            .register(registry);
  }

  ConnectionSettings settings() {
    return settings;
  }

  /** A connection was opened. */
  void opened(HttpConnection connection, HttpServerOptions options) {
    Channel channel = ((ConnectionBase) connection).channel();
    channel.closeFuture().addListener(closed -> open.decrementAndGet());
    channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(64, 2048, CHUNK));
    channel.config().setWriteBufferWaterMark(WAITING);
    if (open.incrementAndGet() <= settings.max()) {
      channel.pipeline().replace(DECODER, DECODER, new StrictDecoder(options, settings, isEnding));
    } else {
      refused.increment();
      refuse(channel);
    }
  }

  private static void refuse(Channel channel) {
    channel.pipeline().replace(DECODER, DECODER, new Deaf());
    channel
        .pipeline()
        .context(DECODER)
        .writeAndFlush(Unpooled.copiedBuffer(REFUSED.getBytes()))
        .addListener(
            sent -> {
              var unused =
                  channel
                      .eventLoop()
                      .schedule(() -> close(channel), HttpApi.LINGER_MS, TimeUnit.MILLISECONDS);
            });
  }

  private static void close(Channel channel) {
    var unused = channel.close();
  }

  /** Drops what comes, so that the connection is not closed over unread bytes. */
  private static final class Deaf extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      ReferenceCountUtil.release(bytes);
    }
  }
}
