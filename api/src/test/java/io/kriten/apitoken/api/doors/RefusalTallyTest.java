package io.kriten.apitoken.api.doors;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kriten.apitoken.api.auth.KeyDecision;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalTallyTest {

  private final Logger audit = (Logger) LoggerFactory.getLogger("audit");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final RefusalTally tally = new RefusalTally();

  @BeforeEach
  void listen() {
    audit.setAdditive(false);
    lines.start();
    audit.addAppender(lines);
  }

  @AfterEach
  void stop() {
    audit.detachAppender(lines);
    audit.setAdditive(true);
  }

  private List<String> lines() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void oneLineForEachAddressHoweverMany() {
    IntStream.range(0, 5_000).forEach(i -> tally.add("192.0.2.1", KeyDecision.AMBIGUOUS));
    tally.add("192.0.2.2", KeyDecision.AMBIGUOUS);
    tally.flush();
    assertThat(lines())
        .containsExactlyInAnyOrder(
            "{\"operation\":\"verify\",\"source\":\"192.0.2.1\",\"status\":401,\"refused\":{\"Ambiguous\":5000}}",
            "{\"operation\":\"verify\",\"source\":\"192.0.2.2\",\"status\":401,\"refused\":{\"Ambiguous\":1}}");
  }

  @Test
  void nothingIsToldTwice() {
    tally.add("192.0.2.1", KeyDecision.AMBIGUOUS);
    tally.flush();
    tally.flush();
    assertThat(lines()).hasSize(1);
  }

  @Test
  void moreAddressesThanAnybodyReadsShareALine() {
    IntStream.range(0, RefusalTally.MAX_ADDRESSES + 7)
        .forEach(i -> tally.add("address " + i, KeyDecision.AMBIGUOUS));
    tally.flush();
    assertThat(lines())
        .hasSize(RefusalTally.MAX_ADDRESSES + 1)
        .filteredOn(line -> line.contains("\"others\""))
        .singleElement()
        .asString()
        .contains("\"Ambiguous\":7");
  }
}
