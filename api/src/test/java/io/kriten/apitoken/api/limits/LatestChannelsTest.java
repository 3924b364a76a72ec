package io.kriten.apitoken.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LatestChannelsTest {

  private final AtomicInteger dropped = new AtomicInteger();
  private final LatestChannels latest = new LatestChannels(2, dropped::incrementAndGet);
  private final Channel first = new EmbeddedChannel();
  private final Channel second = new EmbeddedChannel();
  private final Channel third = new EmbeddedChannel();

  @Test
  void oneTooManyClosesTheOldest() {
    Stream.of(first, second).forEach(latest::add);
    assertThat(dropped).hasValue(0);
    latest.add(third);
    assertThat(Stream.of(first, second, third).map(Channel::isOpen))
        .containsExactly(false, true, true);
    assertThat(dropped).hasValue(1);
    assertThat(latest.size()).isEqualTo(2);
  }

  @Test
  void whatIsRemovedStaysOpenAndMakesRoom() {
    Stream.of(first, second).forEach(latest::add);
    latest.remove(first);
    latest.add(third);
    assertThat(Stream.of(first, second, third)).allMatch(Channel::isOpen);
    assertThat(dropped).hasValue(0);
  }

  @Test
  void whatIsClosedMakesRoomToo() {
    Stream.of(first, second).forEach(latest::add);
    second.close().syncUninterruptibly();
    assertThat(latest.size()).isEqualTo(1);
    latest.add(third);
    assertThat(first.isOpen()).isTrue();
    assertThat(dropped).hasValue(0);
  }

  @Test
  void whatWasClosedBeforeDoesNotCount() {
    first.close().syncUninterruptibly();
    latest.add(first);
    assertThat(latest.size()).isZero();
  }
}
