package io.kriten.apitoken.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Figures as a JSON file: an object a figure, by its name. */
final class Results {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Results() {}

  /** Writes the figure, and keeps the others of the file: a run that breaks off keeps its own. */
  static void add(Path file, Figure figure) {
    Map<String, Object> all = new LinkedHashMap<>();
    try {
      if (Files.exists(file)) {
        JSON.readTree(file.toFile())
            .fields()
            .forEachRemaining(f -> all.put(f.getKey(), f.getValue()));
      }
      all.put(figure.name(), figure);
      Files.writeString(file, JSON.writeValueAsString(all) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
