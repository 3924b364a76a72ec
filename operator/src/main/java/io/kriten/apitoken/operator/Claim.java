package io.kriten.apitoken.operator;

/** Whose the object of a name is. */
enum Claim {
  /** Nobody's: there is none. */
  ABSENT,
  /** The operator made it, for this token, and it is as it was made. */
  OURS,
  /** Somebody else's, or no longer as the operator made it. */
  FOREIGN
}
