package io.kriten.apitoken.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kriten.apitoken.api.http.ConnectionSettings;
import io.kriten.apitoken.api.limits.LimitSettings;
import io.kriten.apitoken.api.limits.Rate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Every line of the audit log has the client's address, and not that of a proxy in front. */
class AuditedAddressTest {

  private static final String CLIENT = "192.0.2.7";

  private final Logger audit = (Logger) LoggerFactory.getLogger("audit");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    audit.addAppender(lines);
  }

  @AfterEach
  void stop() {
    audit.detachAppender(lines);
  }

  @Test
  void ofManagementOfRefusedKeysAndOfDoors() throws Exception {
    LimitSettings behindAProxy =
        new LimitSettings(Rate.UNLIMITED, Rate.UNLIMITED, List.of("127.0.0.1/32"));
    try (LoneFacade facade = LoneFacade.start(behindAProxy, ConnectionSettings.DEFAULT)) {
      for (String path : List.of("/api/v1/api_tokens", "/auth")) {
        facade.send("GET", path, "Token", "nonsense", "X-Forwarded-For", CLIENT);
      }
    }
    assertThat(List.copyOf(lines.list))
        .extracting(ILoggingEvent::getFormattedMessage)
        .filteredOn(line -> line.contains("\"source\":\"" + CLIENT + "\""))
        .extracting(line -> line.replaceAll(".*\"operation\":\"(\\w+)\".*", "$1"))
        .containsExactlyInAnyOrder("authenticate", "list", "verify");
  }
}
