package io.kriten.apitoken.status;

import io.netty.channel.ChannelHandlerContext;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The latest of many channels: one too many closes the oldest. Channels that do nothing push out
 * each other, while one that comes and is soon done is served whatever their number.
 *
 * <p>Each is given as the context of a handler in it, and closed from there, past that handler:
 * Vert.x's would wait until all answers are taken, that of TLS until its farewell is.
 */
public final class LatestChannels {

  private final int max;
  private final Runnable dropped;
  private final Set<ChannelHandlerContext> contexts = new LinkedHashSet<>();

  /**
   * @param max how many may be at once
   * @param dropped is told of each that was closed
   */
  public LatestChannels(int max, Runnable dropped) {
    this.max = max;
    this.dropped = dropped;
  }

  /** Adds a channel, until it is closed or removed. */
  public void add(ChannelHandlerContext context) {
    Optional<ChannelHandlerContext> oldest = exchange(context);
    context.channel().closeFuture().addListener(closed -> remove(context));
    oldest.ifPresent(this::drop);
  }

  private synchronized Optional<ChannelHandlerContext> exchange(ChannelHandlerContext next) {
    Optional<ChannelHandlerContext> oldest = Optional.empty();
    if (contexts.size() == max) {
      Iterator<ChannelHandlerContext> all = contexts.iterator();
      oldest = Optional.of(all.next());
      all.remove();
    }
    contexts.add(next);
    return oldest;
  }

  private void drop(ChannelHandlerContext context) {
    dropped.run();
    var unused = context.close();
  }

  /** From now on it does not count. */
  public synchronized void remove(ChannelHandlerContext context) {
    contexts.remove(context);
  }

  /** How many there are. */
  public synchronized int size() {
    return contexts.size();
  }
}
