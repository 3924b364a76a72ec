package io.kriten.apitoken.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SharesTest {

  private final Shares shares = new Shares(2);
  private final Promise<String> first = Promise.promise();
  private final Promise<String> second = Promise.promise();

  private Future<String> run(String address, Promise<String> work) {
    return shares.run(address, work::future);
  }

  @Test
  void whoHasItsShareUnderWayWaitsAndTheOthersDoNot() {
    Future<String> running = run("192.0.2.1", first);
    run("192.0.2.1", second);

    Future<String> third = run("192.0.2.1", Promise.promise());
    assertThat(third.cause()).isInstanceOf(Refusal.class);
    assertThat(((Refusal) third.cause()).status()).isEqualTo(503);
    assertThat(((Refusal) third.cause()).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(run("192.0.2.2", Promise.promise()).failed()).isFalse();

    first.complete("done");
    assertThat(running.result()).isEqualTo("done");
    assertThat(run("192.0.2.1", Promise.promise()).failed()).isFalse();
  }

  @Test
  void whatFailsGivesItsPlaceBackAndNobodyIsRemembered() {
    run("2001:db8::1", first);
    run("2001:db8::2", second);
    assertThat(run("2001:db8::3", Promise.promise()).failed()).isTrue();

    first.fail("no");
    second.fail("no");
    assertThat(shares.size()).isZero();
  }
}
