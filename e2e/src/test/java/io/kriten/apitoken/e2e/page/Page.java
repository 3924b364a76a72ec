package io.kriten.apitoken.e2e.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Kriten's documentation of API tokens, as {@code api-tokens-page.txt} has it. */
final class Page {

  private static final Set<String> NAVIGATION =
      Set.of("Skip to content", "API Tokens", "Key Description");

  private final List<String> lines;

  private Page(List<String> lines) {
    this.lines = lines;
  }

  static Page read() {
    try (InputStream in = Page.class.getResourceAsStream("/api-tokens-page.txt")) {
      return new Page(new String(in.readAllBytes(), UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that the page says: sentences, rows of tables, requests. JSON goes without. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    boolean json = false;
    for (String line : lines) {
      String text = line.strip().replaceFirst("^• *", "");
      json |= text.equals("{");
      if (!json && !text.isEmpty() && !NAVIGATION.contains(text)) {
        sentences.addAll(Arrays.asList(text.split("(?<=[.:]) +(?=[A-Z])")));
      }
      json &= !text.equals("}");
    }
    return sentences;
  }

  /** The JSON below a sentence. */
  String jsonBelow(String sentence) {
    int start = lines.indexOf(sentence);
    List<String> below = lines.subList(start, lines.size());
    return String.join("\n", below.subList(below.indexOf("{"), below.indexOf("}") + 1));
  }
}
