package io.kriten.apitoken.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes down what a run finds, and goes on when one measurement fails. */
public final class Journal {

  private final Path results;
  private final List<String> failed = new ArrayList<>();

  /**
   * @param results the JSON file that gets each figure at once
   */
  Journal(Path results) {
    this.results = results;
  }

  /** Measures something. */
  @FunctionalInterface
  public interface Measurement {
    void run() throws IOException, InterruptedException;
  }

  /** Measures, and takes a failure down. */
  public void attempt(String what, Measurement measurement) throws InterruptedException {
    try {
      measurement.run();
    } catch (IOException | RuntimeException e) {
      failed.add(what);
      Progress.tell(what + ": no figure: " + e);
    }
  }

  /** Takes a figure down. */
  public void found(Figure figure) {
    Progress.tell(figure.line());
    Results.add(results, figure);
  }

  /** What could not be measured. */
  List<String> failed() {
    return List.copyOf(failed);
  }
}
