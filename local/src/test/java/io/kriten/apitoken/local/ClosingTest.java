package io.kriten.apitoken.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

  private final List<String> closed = new ArrayList<>();

  @Test
  void takesEachInOrder() {
    Closing.inOrder(() -> closed.add("a"), () -> closed.add("b"));

    assertThat(closed).containsExactly("a", "b");
  }

  @Test
  void goesOnAfterOneThatFailed() {
    IllegalStateException first = new IllegalStateException("first");
    IllegalStateException second = new IllegalStateException("second");

    assertThatThrownBy(
            () ->
                Closing.inOrder(
                    () -> closed.add("a"),
                    () -> fail(first),
                    () -> fail(second),
                    () -> closed.add("b")))
        .isSameAs(first)
        .hasSuppressedException(second);
    assertThat(closed).containsExactly("a", "b");
  }

  private static void fail(IllegalStateException failure) {
    throw failure;
  }
}
