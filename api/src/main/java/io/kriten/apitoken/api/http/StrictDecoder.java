package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.problem.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Decodes only what nobody in front can have understood in another way (RFC 9112, 2.3, 6.1 and
 * 6.3), and only what arrives in time. It takes the place of Vert.x's own decoder, since netty
 * mends a request with both Content-Length and Transfer-Encoding before anybody else sees it.
 *
 * <p>What it refuses it hands on as a failed message or body, whose cause is a {@link Refusal}.
 */
final class StrictDecoder extends VertxHttpRequestDecoder {

  /** Vert.x's name for what handles requests. */
  private static final String HANDLER = "handler";

  private static final Set<String> VERSIONS = Set.of("HTTP/1.0", "HTTP/1.1");

  private final ArrivalDeadline deadline;
  private final BooleanSupplier isEnding;
  private Turn turn;
  private boolean isDeaf;

  /**
   * @param isEnding whether the process is about to end, and so every connection with its next
   *     answer
   */
  StrictDecoder(HttpServerOptions options, ConnectionSettings settings, BooleanSupplier isEnding) {
    super(options);
    this.deadline = new ArrivalDeadline(settings);
    this.isEnding = isEnding;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    turn = new Turn(context.channel(), () -> decodeWaiting(context), isEnding, () -> end(context));
    context.pipeline().addBefore(HANDLER, null, turn);
  }

  /** Drops what still comes, for a moment: see {@link HttpApi#LINGER_MS}. */
  private void end(ChannelHandlerContext context) {
    if (isDeaf) {
      return;
    }
    isDeaf = true;
    context.channel().config().setAutoRead(true);
    var unused =
        context.executor().schedule(() -> close(context), HttpApi.LINGER_MS, TimeUnit.MILLISECONDS);
  }

  /** As Vert.x closes: what the client has not taken yet goes out before. */
  private static void close(ChannelHandlerContext context) {
    var unused = context.channel().close();
  }

  private void decodeWaiting(ChannelHandlerContext context) {
    if (!context.isRemoved()) {
      try {
        channelRead(context, Unpooled.EMPTY_BUFFER);
        channelReadComplete(context);
      } catch (Exception e) {
        exceptionCaught(context, e);
      }
    }
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    if (VERSIONS.contains(initialLine[2])) {
      return super.createMessage(initialLine);
    }
    throw initialLine[2].matches("HTTP/\\d\\.\\d")
        ? Refusal.of(505, "The version of HTTP is not supported. Use HTTP/1.1.")
        : Refusal.badRequest("The request line is malformed. Write it like GET / HTTP/1.1.");
  }

  /** The one question of netty's between the headers and the body. */
  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    if (message.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) && !isPlain(message)) {
      throw Refusal.badRequest(
          "The header Transfer-Encoding may be chunked, alone, without Content-Length, and in"
              + " HTTP/1.1. Correct it.");
    }
    return super.isContentAlwaysEmpty(message);
  }

  private static boolean isPlain(HttpMessage message) {
    List<String> encodings = message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    return encodings.size() == 1
        && encodings.get(0).strip().equalsIgnoreCase("chunked")
        && message.protocolVersion().minorVersion() == 1
        && !message.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
    if (isDeaf) {
      ReferenceCountUtil.release(bytes);
    } else {
      super.channelRead(context, bytes);
    }
  }

  /** Netty would ask for more bytes by itself, since of those that wait nothing was handed on. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    if (turn.isAwaited()) {
      context.fireChannelReadComplete();
    } else {
      super.channelReadComplete(context);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    context.fireChannelWritabilityChanged();
    turn.mayGoOn();
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (turn.mustWait()) {
      return;
    }
    int before = out.size();
    super.decode(context, in, out);
    Object last = out.size() == before ? null : out.get(out.size() - 1);
    if (last != null && out.get(before) instanceof HttpMessage) {
      turn.began();
    }
    if (last instanceof LastHttpContent end && end.decoderResult().isSuccess()) {
      turn.arrived();
    }
    if (last == LastHttpContent.EMPTY_LAST_CONTENT) {
      deadline.arrived();
      return;
    }
    if (last instanceof HttpContent content
        && !(last instanceof HttpMessage)
        && content.decoderResult().isFailure()) {
      content.setDecoderResult(
          DecoderResult.failure(
              Refusal.badRequest("The body's chunks are malformed. Compare RFC 9112, 7.1.")));
    }
    if (last instanceof LastHttpContent) {
      deadline.arrived();
    } else {
      deadline.arriving(last != null, context.executor(), () -> refuseLate(context));
    }
  }

  /**
   * A client that leaves within its headers gets no answer. Netty would make up a request for it,
   * and Vert.x stumble over that when it comes behind another.
   */
  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    in.skipBytes(in.readableBytes());
  }

  /** Not within the reading, where Vert.x would close the connection over an unsent answer. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.executor().execute(() -> context.fireExceptionCaught(cause));
  }

  private void refuseLate(ChannelHandlerContext context) {
    isDeaf = true;
    HttpObject late =
        deadline.isInBody() ? new DefaultLastHttpContent() : (HttpObject) createInvalidMessage();
    late.setDecoderResult(
        DecoderResult.failure(
            Refusal.of(408, "The request did not arrive in time. Send it faster.")));
    context.fireChannelRead(late);
    context.fireChannelReadComplete();
  }
}
