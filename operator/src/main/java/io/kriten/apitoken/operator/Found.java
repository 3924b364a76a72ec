package io.kriten.apitoken.operator;

/**
 * What lies under a name that the operator uses.
 *
 * @param claim whose it is
 * @param content what it says; null unless it is ours
 */
record Found<T>(Claim claim, T content) {

  static <T> Found<T> absent() {
    return new Found<>(Claim.ABSENT, null);
  }

  static <T> Found<T> foreign() {
    return new Found<>(Claim.FOREIGN, null);
  }

  static <T> Found<T> ours(T content) {
    return new Found<>(Claim.OURS, content);
  }

  boolean isAbsent() {
    return claim == Claim.ABSENT;
  }

  boolean isOurs() {
    return claim == Claim.OURS;
  }

  boolean isForeign() {
    return claim == Claim.FOREIGN;
  }
}
