package io.kriten.apitoken.api.tls;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalTest {

  private static SslContext server(TestCa shown) throws SSLException {
    return SslContextBuilder.forServer(shown.keys().getPrivate(), shown.certificate()).build();
  }

  @ParameterizedTest
  @CsvSource({"EC,256", "RSA,2048"})
  void aServerShakesHandsWithItselfAgainAndAgain(String algorithm, int bits) throws Exception {
    TestCa shown = TestCa.create("CN=server", algorithm, bits);
    Rehearsal rehearsal = new Rehearsal(server(shown), shown.certificate());

    for (int i = 0; i < 3; i++) {
      assertThatCode(rehearsal::handshake).doesNotThrowAnyException();
    }
  }

  @Test
  void aHandshakeThatFailsIsTold() throws Exception {
    TestCa shown = TestCa.create("CN=server", "EC", 256);
    TestCa another = TestCa.create("CN=server", "EC", 256);

    assertThatThrownBy(new Rehearsal(server(shown), another.certificate())::handshake)
        .isInstanceOf(SSLException.class);
  }
}
