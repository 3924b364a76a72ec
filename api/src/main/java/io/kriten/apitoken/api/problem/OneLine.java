package io.kriten.apitoken.api.problem;

/**
 * Text from outside, for a line of the log: what could end the line, hide a part of it or turn its
 * direction (Unicode's controls, formats, line and paragraph separators, lone surrogates) is
 * written as Java escapes it.
 */
public final class OneLine {

  private static final int MAX = 2_000;

  private OneLine() {}

  /** At most 2,000 characters of it; {@code null} as that word. */
  public static String of(String text) {
    String known = String.valueOf(text);
    StringBuilder line = new StringBuilder(known.length());
    known
        .codePoints()
        .limit(MAX)
        .forEach(
            point -> {
              if (isPlain(point)) {
                line.appendCodePoint(point);
              } else {
                line.append(String.format("\\u%04X", point));
              }
            });
    return known.codePointCount(0, known.length()) > MAX ? line + "..." : line.toString();
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
