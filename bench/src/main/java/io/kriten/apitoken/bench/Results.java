package io.kriten.apitoken.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures as a JSON file: an object a figure, by its name. */
final class Results {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Results() {}

  /** Writes the figures, and keeps those of the file that were not measured anew. */
  static void write(Path file, List<Figure> figures) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    if (Files.exists(file)) {
      JSON.readTree(file.toFile())
          .fields()
          .forEachRemaining(f -> all.put(f.getKey(), f.getValue()));
    }
    for (Figure figure : figures) {
      all.put(figure.name(), figure);
    }
    Files.writeString(file, JSON.writeValueAsString(all) + "\n");
  }
}
