package io.kriten.apitoken.api.tokens;

/**
 * A field of a request: absent, or there with a value, which is null where the default is asked
 * for.
 */
record Field<T>(boolean isPresent, T value) {

  static <T> Field<T> absent() {
    return new Field<>(false, null);
  }

  static <T> Field<T> of(T value) {
    return new Field<>(true, value);
  }
}
