package io.kriten.apitoken.api.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.BooleanSupplier;

/**
 * Whose turn it is on a connection: the next request's only when the answer to the one before is on
 * its way, and the client takes what it was answered. Else who sends requests and reads nothing
 * would fill the memory with answers, or with requests behind a slow one: Vert.x bounds neither.
 * Written is not enough: under TLS an answer counts among what waits only once it was flushed.
 *
 * <p>Once the process is about to end, the next answer is the last one, and says so (RFC 9112,
 * 9.6): clients that keep their connections are sent elsewhere.
 */
final class Turn extends ChannelOutboundHandlerAdapter {

  private final Channel channel;
  private final Runnable next;
  private final BooleanSupplier isEnding;
  private final Runnable end;
  private boolean isBetween = true;
  private boolean isAnswered = true;
  private boolean isSent = true;
  private boolean isAwaited;
  private boolean isLast;

  /**
   * @param next decodes what has waited
   * @param isEnding whether the process is about to end
   * @param end is run when the last answer was sent
   */
  Turn(Channel channel, Runnable next, BooleanSupplier isEnding, Runnable end) {
    this.channel = channel;
    this.next = next;
    this.isEnding = isEnding;
    this.end = end;
  }

  /** Whether the bytes at hand are of another request, which waits; then nothing more is read. */
  boolean mustWait() {
    if (!isBetween || isFree()) {
      return false;
    }
    isAwaited = true;
    channel.config().setAutoRead(false);
    return true;
  }

  private boolean isFree() {
    return isSent && channel.isWritable();
  }

  boolean isAwaited() {
    return isAwaited;
  }

  /** The head of a request was decoded. */
  void began() {
    isBetween = false;
    isAnswered = false;
    isSent = false;
  }

  /**
   * A request was decoded to its end, and well. Behind one that was not, bytes are read and
   * dropped.
   */
  void arrived() {
    isBetween = true;
  }

  /** The client has read, or an answer was sent. */
  void mayGoOn() {
    if (isAwaited && isFree()) {
      isAwaited = false;
      channel.config().setAutoRead(true);
      // Not within the sending of an answer.
      channel.eventLoop().execute(next);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (isEnding.getAsBoolean() && message instanceof HttpResponse head && !isInterim(head)) {
      head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      isLast = true;
    }
    var unused = context.write(message, promise);
    if (message instanceof LastHttpContent && !isInterim(message)) {
      isAnswered = true;
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    context.flush();
    isSent = isAnswered;
    if (isLast && isSent) {
      end.run();
    } else {
      mayGoOn();
    }
  }

  /** 100 Continue and its like come before an answer. */
  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }
}
