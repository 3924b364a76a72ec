package io.kriten.apitoken.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the control plane's programs: where {@code KUBEBUILDER_ASSETS} says, else in the cache
 * below {@code XDG_CACHE_HOME} or {@code ~/.cache}, else by building them into that cache.
 */
public final class BinaryLocator {

  private final Map<String, String> environment;
  private final Path home;
  private final Consumer<String> progress;

  /**
   * @param environment the environment variables
   * @param home the user's home directory
   * @param progress is told what happens, in lines for a person
   */
  public BinaryLocator(Map<String, String> environment, Path home, Consumer<String> progress) {
    this.environment = environment;
    this.home = home;
    this.progress = progress;
  }

  /** With this process's environment and user. */
  public static BinaryLocator ofThisProcess(Consumer<String> progress) {
    return new BinaryLocator(System.getenv(), Path.of(System.getProperty("user.home")), progress);
  }

  /**
   * The programs, built now if need be.
   *
   * @throws LocalException when there are none and none can be built, with the mend
   */
  public KubernetesBinaries locate() {
    String assets = environment.getOrDefault("KUBEBUILDER_ASSETS", "");
    if (!assets.isEmpty()) {
      return given(Path.of(assets));
    }
    PinnedModules modules = PinnedModules.carried();
    return cached(modules, new GoBuild(modules, environment, progress));
  }

  KubernetesBinaries cached(PinnedModules modules, BinaryCache.Builder builder) {
    try {
      return new BinaryCache(cacheRoot(), progress).entry(modules.cacheKey(), builder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot build into " + cacheRoot(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalException("interrupted while building Kubernetes", e);
    }
  }

  private Path cacheRoot() {
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path caches = xdg.isEmpty() ? home.resolve(".cache") : Path.of(xdg);
    return caches.resolve("apitoken").resolve("kubernetes");
  }

  private static KubernetesBinaries given(Path directory) {
    KubernetesBinaries binaries = new KubernetesBinaries(directory);
    List<String> missing = binaries.missing();
    if (!missing.isEmpty()) {
      // envtest's archives hold no kube-controller-manager, and without it nothing is collected.
      throw new LocalException(
          "KUBEBUILDER_ASSETS=%s has no %s: add it, or unset the variable to have it built"
              .formatted(directory, String.join(", no ", missing)));
    }
    return binaries;
  }
}
