package io.kriten.apitoken.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Gives each of many tokens that expire at once a turn of its own, so that the API server does not
 * notice. Only the condition waits: their keys are refused from that instant on.
 */
final class Pace {

  /** 10,000 tokens take 280 s; each costs a status and an Event. */
  static final Duration INTERVAL = Duration.ofMillis(28);

  private final Map<String, Instant> turns = new HashMap<>();
  private final NavigableMap<Instant, Map<String, Integer>> expiring = new TreeMap<>();
  private Instant next = Instant.MIN;

  /**
   * When to look at a token that expires then: those of one second one after the other, in the
   * order in which they were asked about, or the looks alone would keep all processors busy.
   */
  synchronized Instant wakeUp(String tokenUid, Instant expires, Instant now) {
    expiring.headMap(now.truncatedTo(ChronoUnit.SECONDS)).clear();
    Map<String, Integer> ranks =
        expiring.computeIfAbsent(
            expires.truncatedTo(ChronoUnit.SECONDS), second -> new HashMap<>());
    int rank = ranks.computeIfAbsent(tokenUid, uid -> ranks.size());
    return expires.plus(INTERVAL.multipliedBy(rank));
  }

  /** How long a token has to wait for its turn; zero when it has come, which takes it. */
  synchronized Duration untilTurn(String tokenUid, Instant now) {
    if (next.isBefore(now)) {
      // Nobody waits any more, but for tokens that have gone.
      turns.clear();
      next = now;
    }
    Instant turn = turns.computeIfAbsent(tokenUid, uid -> takeNext());
    if (turn.isAfter(now)) {
      return Duration.between(now, turn);
    }
    turns.remove(tokenUid);
    return Duration.ZERO;
  }

  private Instant takeNext() {
    Instant turn = next;
    next = next.plus(INTERVAL);
    return turn;
  }
}
