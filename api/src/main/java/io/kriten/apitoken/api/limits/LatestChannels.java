package io.kriten.apitoken.api.limits;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The latest of many channels: one too many closes the oldest. Channels that do nothing push out
 * each other, while one that comes and is soon done is served whatever their number.
 */
public final class LatestChannels {

  private final int max;
  private final Runnable dropped;
  private final Set<Channel> channels = new LinkedHashSet<>();

  /**
   * @param max how many may be at once
   * @param dropped is told of each that was closed
   */
  public LatestChannels(int max, Runnable dropped) {
    this.max = max;
    this.dropped = dropped;
  }

  /** Adds a channel, until it is closed or removed. */
  public void add(Channel channel) {
    Optional<Channel> oldest = exchange(channel);
    channel.closeFuture().addListener(closed -> remove(channel));
    oldest.ifPresent(this::drop);
  }

  private synchronized Optional<Channel> exchange(Channel next) {
    Optional<Channel> oldest = Optional.empty();
    if (channels.size() == max) {
      Iterator<Channel> all = channels.iterator();
      oldest = Optional.of(all.next());
      all.remove();
    }
    channels.add(next);
    return oldest;
  }

  private void drop(Channel channel) {
    dropped.run();
    var unused = channel.close();
  }

  /** From now on it does not count. */
  public synchronized void remove(Channel channel) {
    channels.remove(channel);
  }

  /** How many there are. */
  public synchronized int size() {
    return channels.size();
  }
}
