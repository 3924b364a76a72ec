package io.kriten.apitoken.api.tokens;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kriten.apitoken.api.problem.Refusal;
import org.junit.jupiter.api.Test;

class ListRoomTest {

  private final ListRoom room = new ListRoom(10 * 1024);

  private static TokenView token(String description) {
    return new TokenView("id", "", true, "", null, description, "2030", "2030", null);
  }

  private static void take(ListRoom.Share share, int tokens) {
    for (int i = 0; i < tokens; i++) {
      share.take(token(null));
    }
  }

  private static void expectNoRoom(ListRoom.Share share, TokenView token) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> share.take(token))
        .returns(503, Refusal::status)
        .withMessageContaining("?limit=");
  }

  @Test
  void allListsTogetherHaveABound() {
    ListRoom.Share one = room.open();
    ListRoom.Share other = room.open();
    take(one, 5);
    take(other, 5);

    expectNoRoom(one, token(null));
    expectNoRoom(other, token(null));
  }

  @Test
  void whatEndsGivesItsRoomBackOnce() {
    ListRoom.Share ended = room.open();
    take(ended, 10);
    ended.close();
    ended.close();

    ListRoom.Share next = room.open();
    assertThatCode(() -> take(next, 10)).doesNotThrowAnyException();
    expectNoRoom(next, token(null));
  }

  @Test
  void longTextTakesMore() {
    expectNoRoom(room.open(), token("d".repeat(700)));
  }
}
