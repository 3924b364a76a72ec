package io.kriten.apitoken.api.doors;

import io.kriten.apitoken.api.audit.AuditLine;
import io.kriten.apitoken.api.auth.KeyDecision;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Refused keys, for the audit log: one line for each client address and second, however many there
 * were. The number of addresses in one second is bounded; the rest share a line.
 */
final class RefusalTally {

  static final int MAX_ADDRESSES = 10_000;

  /** Reasons and tokens in one line. */
  private static final int MAX_LABELS = 20;

  private static final String OTHERS = "others";

  private final Map<String, Map<String, Integer>> byAddress = new ConcurrentHashMap<>();

  void add(String address, KeyDecision decision) {
    boolean hasRoom = byAddress.size() < MAX_ADDRESSES || byAddress.containsKey(address);
    byAddress.compute(
        hasRoom ? address : OTHERS, (known, reasons) -> oneMore(reasons, label(decision)));
  }

  /** The reason, and the token where there is one: whose key is tried is what people look for. */
  private static String label(KeyDecision decision) {
    return decision.token().isEmpty()
        ? decision.reason()
        : decision.reason() + " " + decision.token().get().uid();
  }

  private static Map<String, Integer> oneMore(Map<String, Integer> reasons, String label) {
    Map<String, Integer> counts = reasons == null ? new TreeMap<>() : reasons;
    counts.merge(counts.size() < MAX_LABELS ? label : label.split(" ", 2)[0], 1, Integer::sum);
    return counts;
  }

  /** Writes the lines of the last second. For a timer. */
  void flush() {
    for (String address : List.copyOf(byAddress.keySet())) {
      Map<String, Integer> refused = byAddress.remove(address);
      AuditLine.of("verify", address).with("status", 401).with("refused", refused).write();
    }
  }
}
