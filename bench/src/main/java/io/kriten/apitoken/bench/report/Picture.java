package io.kriten.apitoken.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A bar for each figure that has a limit, as a share of that limit. */
final class Picture {

  private static final int ROW = 26;
  private static final int LEFT = 320;
  private static final int LIMIT_WIDTH = 260;
  private static final int WIDTH = 840;
  private static final int MAX_BAR = WIDTH - LEFT - 150;

  private Picture() {}

  static String svg(JsonNode figures) {
    List<Goal> shown =
        Goal.ALL.stream().filter(goal -> goal.hasLimit() && figures.has(goal.name())).toList();
    int height = shown.size() * ROW + 50;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
        font-family="sans-serif" font-size="13" role="img">
        <title>Each figure as a share of what it may be</title>
        <rect width="100%%" height="100%%" fill="#fff"/>
        """
            .formatted(WIDTH, height));
    for (int i = 0; i < shown.size(); i++) {
      bar(svg, shown.get(i), figures.get(shown.get(i).name()), 30 + i * ROW);
    }
    int limit = LEFT + LIMIT_WIDTH;
    svg.append(
        """
        <line x1="%1$d" y1="22" x2="%1$d" y2="%2$d" stroke="#111" stroke-dasharray="4 3"/>
        <text x="%1$d" y="15" text-anchor="middle" fill="#111">limit</text>
        </svg>
        """
            .formatted(limit, height - 12));
    return svg.toString();
  }

  private static void bar(StringBuilder svg, Goal goal, JsonNode figure, int y) {
    double ratio = figure.path("ratio").asDouble();
    long width = Math.min(MAX_BAR, Math.round(LIMIT_WIDTH * ratio / goal.limit()));
    svg.append(
        """
        <text x="%d" y="%d" text-anchor="end" fill="#111">%s</text>
        <rect x="%d" y="%d" width="%d" height="16" fill="%s"/>
        <text x="%d" y="%d" fill="#111">%s of %s</text>
        """
            .formatted(
                LEFT - 8,
                y + 13,
                goal.what().replace("`", ""),
                LEFT,
                y,
                width,
                ratio <= goal.limit() ? "#2f7d4f" : "#b5482f",
                LEFT + Math.max(width, LIMIT_WIDTH) + 8,
                y + 13,
                goal.text(ratio),
                goal.text(goal.limit())));
  }
}
