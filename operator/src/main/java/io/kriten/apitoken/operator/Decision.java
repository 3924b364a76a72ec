package io.kriten.apitoken.operator;

import io.kriten.apitoken.crds.ApiTokenStatus;
import io.kriten.apitoken.crds.Verdict;
import java.time.Instant;
import java.util.Optional;

/**
 * What to do about a token.
 *
 * @param action what to do first; after it everything is decided again. Empty: nothing is left to
 *     do but to write the status
 * @param verdict whether the key is accepted
 * @param status the status that says so
 * @param wakeUp when to look again, if nothing happens before
 */
record Decision(
    Optional<Action> action, Verdict verdict, ApiTokenStatus status, Optional<Instant> wakeUp) {}
