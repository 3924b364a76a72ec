package io.kriten.apitoken.api.auth;

import io.kriten.apitoken.api.index.Entry;
import io.kriten.apitoken.crds.Verdict;
import java.util.Optional;

/**
 * Whether a key is accepted, and why not. The reason goes to metrics and the audit log only.
 *
 * @param accepted whether it is
 * @param reason a {@link Verdict.Reason}, or one of the reasons here
 * @param token the token, where the key leads to one
 */
public record KeyDecision(boolean accepted, String reason, Optional<Entry> token) {

  /** No key by its form: wrong length, alphabet or checksum. */
  static final KeyDecision MALFORMED = refused("Malformed");

  /** Well formed, but not made by this installation. */
  static final KeyDecision FOREIGN = refused("Foreign");

  /** Made by this installation, but no token has it (any more). */
  static final KeyDecision UNKNOWN = refused("Unknown");

  /** Several different credentials at once. */
  public static final KeyDecision AMBIGUOUS = refused("Ambiguous");

  static KeyDecision of(Entry token, Verdict verdict) {
    return new KeyDecision(verdict.accepts(), verdict.reason().name(), Optional.of(token));
  }

  private static KeyDecision refused(String reason) {
    return new KeyDecision(false, reason, Optional.empty());
  }
}
