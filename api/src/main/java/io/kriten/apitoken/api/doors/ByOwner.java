package io.kriten.apitoken.api.doors;

import io.kriten.apitoken.crds.Owner;
import java.util.IdentityHashMap;
import java.util.function.Function;

/**
 * What was worked out of an owner, remembered; for one event loop. By identity, since the index
 * shares one object between all tokens of an owner. It forgets all at once when it is full: a cache
 * that drops one at a time costs a fifth of the whole decision on a key (measured).
 *
 * @param <V> what is worked out
 */
final class ByOwner<V> {

  static final int MAX = 10_000;

  private final IdentityHashMap<Owner, V> known = new IdentityHashMap<>();
  private final Function<Owner, V> of;

  ByOwner(Function<Owner, V> of) {
    this.of = of;
  }

  V get(Owner owner) {
    V value = known.get(owner);
    if (value == null) {
      if (known.size() == MAX) {
        known.clear();
      }
      value = of.apply(owner);
      known.put(owner, value);
    }
    return value;
  }

  int size() {
    return known.size();
  }
}
