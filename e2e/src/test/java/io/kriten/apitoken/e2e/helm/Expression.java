package io.kriten.apitoken.e2e.helm;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An expression in PromQL, of the few forms that alerts and dashboard have. */
record Expression(String text) {

  private static final Pattern METRIC = Pattern.compile("(apitoken_[a-z_]+)(?:\\{([^}]*)})?");
  private static final Pattern SELECTED = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
  private static final Pattern BY = Pattern.compile("\\bby\\s*\\(([^)]*)\\)\\s*(?=\\()");
  private static final Pattern ADDED = Pattern.compile("label_replace\\(.*?\\), \"(\\w+)\"");

  /** Of each metric the labels that it must have for this to mean anything. */
  Map<String, Set<String>> labels() {
    Map<String, Set<String>> labels = new TreeMap<>();
    METRIC
        .matcher(text)
        .results()
        .forEach(
            metric -> {
              Set<String> of = labels.computeIfAbsent(metric.group(1), name -> new TreeSet<>());
              if (metric.group(2) != null) {
                SELECTED.matcher(metric.group(2)).results().forEach(l -> of.add(l.group(1)));
              }
            });
    BY.matcher(text).results().forEach(by -> grouped(labels, by.group(1), argument(by.end())));
    return labels;
  }

  /** Each operand of {@code or} has the labels that are grouped by, or gets them. */
  private static void grouped(Map<String, Set<String>> labels, String by, String argument) {
    for (String operand : argument.split("\\bor\\b", -1)) {
      Set<String> needed =
          Arrays.stream(by.split(",", -1))
              .map(String::strip)
              .collect(Collectors.toCollection(TreeSet::new));
      Matcher added = ADDED.matcher(operand);
      while (added.find()) {
        needed.remove(added.group(1));
      }
      METRIC.matcher(operand).results().forEach(m -> labels.get(m.group(1)).addAll(needed));
    }
  }

  /** From that parenthesis to its end. */
  private String argument(int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return text.substring(open, i);
      }
    }
    throw new AssertionError("no end: " + text);
  }
}
