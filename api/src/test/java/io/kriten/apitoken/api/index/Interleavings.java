package io.kriten.apitoken.api.index;

import java.util.ArrayList;
import java.util.List;

/** All orders in which two sequences can arrive, each in its own order. */
final class Interleavings {

  private Interleavings() {}

  static <T> List<List<T>> of(List<T> a, List<T> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return List.of(a.isEmpty() ? b : a);
    }
    List<List<T>> all = new ArrayList<>();
    of(a.subList(1, a.size()), b).forEach(rest -> all.add(prepended(a.get(0), rest)));
    of(a, b.subList(1, b.size())).forEach(rest -> all.add(prepended(b.get(0), rest)));
    return all;
  }

  private static <T> List<T> prepended(T first, List<T> rest) {
    List<T> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }
}
