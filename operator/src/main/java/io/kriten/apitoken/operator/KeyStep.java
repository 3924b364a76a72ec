package io.kriten.apitoken.operator;

import io.kriten.apitoken.crds.KeyState;
import java.util.Optional;

/**
 * What is known of a token's key, and what has to be done for it next.
 *
 * @param state what is known
 * @param action what to do
 */
record KeyStep(KeyState state, Optional<Action> action) {

  static KeyStep settled(KeyState state) {
    return new KeyStep(state, Optional.empty());
  }

  static KeyStep pending(Action action) {
    return new KeyStep(KeyState.PENDING, Optional.of(action));
  }
}
