package io.kriten.apitoken.api.lastuse;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Last uses as text, a line each: the token's id and seconds since 1970. One value and not a key
 * each in a ConfigMap, because kube-apiserver keeps a managed field for every key.
 */
final class ShardText {

  /** 49 bytes each; a ConfigMap holds 1 MiB. */
  static final int MAX_LINES = 20_000;

  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([1-9][0-9]{0,10})");

  private ShardText() {}

  /** The latest uses, when there are too many. */
  static String write(SortedMap<UUID, Long> uses) {
    long oldest =
        uses.values().stream()
            .sorted((a, b) -> Long.compare(b, a))
            .skip(MAX_LINES)
            .findFirst()
            .orElse(0L);
    return uses.entrySet().stream()
        .filter(use -> use.getValue() > oldest)
        .map(use -> use.getKey() + " " + use.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** Lines that are none are left out, and so is what lies in the future. */
  static Map<UUID, Long> read(String text, long latest) {
    Map<UUID, Long> uses = new HashMap<>();
    text.lines()
        .limit(MAX_LINES)
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .filter(line -> Long.parseLong(line.group(2)) <= latest)
        .forEach(line -> uses.put(UUID.fromString(line.group(1)), Long.valueOf(line.group(2))));
    return uses;
  }
}
