package io.kriten.apitoken.local;

import com.marcnuri.helm.Helm;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Helm is a library of Go's, loaded into this JVM. At its first work it takes the signals of an
 * interactive program for itself, and the JVM would never hear of Ctrl-C again.
 */
final class HelmRuntime {

  private static final int SIGINT = 2;
  private static final int SIGQUIT = 3;
  private static final int SIGTERM = 15;
  private static final List<Integer> TAKEN = List.of(SIGINT, SIGQUIT, SIGTERM);
  // Any that the chart supports: nothing is installed.
  private static final String KUBERNETES = "1.36.0";
  // More than struct sigaction has anywhere (152 bytes with glibc on x86-64).
  private static final long BYTES = 512;

  private HelmRuntime() {}

  /** The C library. */
  interface LibC extends Library {
    // Named so by POSIX.
    int sigaction(int signal, Pointer action, Pointer oldAction);
  }

  /** Loads Helm and lets it do its first work, on that chart. */
  static void load(Path chart) {
    String unused = keepingSignals(new Helm(chart).template().withKubeVersion(KUBERNETES)::call);
  }

  /** Does the work, answers what it answers, and gives the signals back to the JVM. */
  static <T> T keepingSignals(Supplier<T> work) {
    LibC libC = Native.load("c", LibC.class);
    Map<Integer, Memory> ours = new LinkedHashMap<>();
    for (int signal : TAKEN) {
      Memory action = new Memory(BYTES);
      libC.sigaction(signal, Pointer.NULL, action);
      ours.put(signal, action);
    }
    try {
      return work.get();
    } finally {
      ours.forEach((signal, action) -> libC.sigaction(signal, action, Pointer.NULL));
    }
  }
}
