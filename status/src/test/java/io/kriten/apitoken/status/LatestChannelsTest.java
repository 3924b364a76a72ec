package io.kriten.apitoken.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LatestChannelsTest {

  private final AtomicInteger dropped = new AtomicInteger();
  private final LatestChannels latest = new LatestChannels(2, dropped::incrementAndGet);
  private final ChannelHandlerContext first = open();
  private final ChannelHandlerContext second = open();
  private final ChannelHandlerContext third = open();

  private static ChannelHandlerContext open() {
    return new EmbeddedChannel(new Undying()).pipeline().firstContext();
  }

  /** Waits for something before it closes, and for ever. */
  private static final class Undying extends ChannelOutboundHandlerAdapter {
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {}
  }

  private static boolean isOpen(ChannelHandlerContext context) {
    return context.channel().isOpen();
  }

  @Test
  void oneTooManyClosesTheOldestWhateverItWaitsFor() {
    Stream.of(first, second).forEach(latest::add);
    assertThat(dropped).hasValue(0);
    latest.add(third);
    assertThat(Stream.of(first, second, third).map(LatestChannelsTest::isOpen))
        .containsExactly(false, true, true);
    assertThat(dropped).hasValue(1);
    assertThat(latest.size()).isEqualTo(2);
  }

  @Test
  void whatIsRemovedStaysOpenAndMakesRoom() {
    Stream.of(first, second).forEach(latest::add);
    latest.remove(first);
    latest.add(third);
    assertThat(Stream.of(first, second, third)).allMatch(LatestChannelsTest::isOpen);
    assertThat(dropped).hasValue(0);
  }

  @Test
  void whatIsClosedMakesRoomToo() {
    Stream.of(first, second).forEach(latest::add);
    second.close().syncUninterruptibly();
    assertThat(latest.size()).isEqualTo(1);
    latest.add(third);
    assertThat(isOpen(first)).isTrue();
    assertThat(dropped).hasValue(0);
  }

  @Test
  void whatWasClosedBeforeDoesNotCount() {
    first.close().syncUninterruptibly();
    latest.add(first);
    assertThat(latest.size()).isZero();
  }
}
