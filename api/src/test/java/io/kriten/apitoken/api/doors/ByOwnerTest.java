package io.kriten.apitoken.api.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.crds.Owner;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ByOwnerTest {

  private int worked;

  private final ByOwner<String> names =
      new ByOwner<>(
          owner -> {
            worked++;
            return owner.username();
          });

  @Test
  void worksOnceForAnOwner() {
    Owner alice = owner("alice");
    Owner bob = owner("bob");

    assertThat(names.get(alice)).isEqualTo("alice");
    assertThat(names.get(bob)).isEqualTo("bob");
    assertThat(names.get(alice)).isEqualTo("alice");
    assertThat(worked).isEqualTo(2);
  }

  @Test
  void neverHoldsMoreThanItMay() {
    for (int i = 0; i < 2 * ByOwner.MAX + 1; i++) {
      assertThat(names.get(owner("user-" + i))).isEqualTo("user-" + i);
      assertThat(names.size()).isLessThanOrEqualTo(ByOwner.MAX);
    }
  }

  private static Owner owner(String name) {
    return new Owner(name, null, Set.of());
  }
}
