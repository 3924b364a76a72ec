package io.kriten.apitoken.local;

/** The end of several things, each whatever becomes of the others. */
final class Closing {

  private Closing() {}

  /** Runs all steps in order, then throws what the first that failed threw. */
  static void inOrder(Runnable... steps) {
    RuntimeException failure = null;
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
