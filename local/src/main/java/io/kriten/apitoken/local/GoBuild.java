package io.kriten.apitoken.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Builds the control plane's programs from the pinned Go modules, a few minutes each. */
final class GoBuild implements BinaryCache.Builder {

  private static final Duration REPORT_EVERY = Duration.ofSeconds(10);

  // What a release build stamps; without it clients see v0.0.0.
  private static final List<String> STAMPED =
      List.of("k8s.io/component-base/version", "k8s.io/client-go/pkg/version");

  private static final String OTHERWISE =
      ", or set KUBEBUILDER_ASSETS to a directory with "
          + String.join(", ", KubernetesBinaries.NAMES);

  private static final Map<String, String> PACKAGES = packages();

  private final PinnedModules modules;
  private final Map<String, String> environment;
  private final Consumer<String> progress;

  /**
   * @param environment what {@code go} runs with, its PATH included
   */
  GoBuild(PinnedModules modules, Map<String, String> environment, Consumer<String> progress) {
    this.modules = modules;
    this.environment = environment;
    this.progress = progress;
  }

  @Override
  public void build(Path directory) throws IOException, InterruptedException {
    Path sources = Files.createTempDirectory("apitoken-kubernetes-");
    try (Launcher launcher = new Launcher()) {
      Files.writeString(sources.resolve("go.mod"), modules.goMod());
      Files.writeString(sources.resolve("go.sum"), modules.goSum());
      GoCommand go =
          new GoToolchain(modules.goVersion(), OTHERWISE, progress)
              .choose(new GoCommand("go", environment, launcher), sources);
      progress.accept(
          "Building Kubernetes %s from its Go modules, once: 4 to 9 minutes on two cores"
              .formatted(modules.kubernetesVersion()));
      for (Map.Entry<String, String> program : PACKAGES.entrySet()) {
        buildOne(go, sources, directory.resolve(program.getKey()), program.getValue());
      }
    } finally {
      Directories.delete(sources);
    }
  }

  private void buildOne(GoCommand go, Path sources, Path binary, String goPackage)
      throws IOException, InterruptedException {
    String name = String.valueOf(binary.getFileName());
    Path output = sources.resolve(name + ".log");
    long started = System.nanoTime();
    Process build =
        go.start(
            sources,
            output,
            List.of(
                "build",
                "-trimpath",
                "-ldflags",
                linkerFlags(),
                "-o",
                binary.toString(),
                goPackage));
    while (!build.waitFor(REPORT_EVERY.toSeconds(), TimeUnit.SECONDS)) {
      progress.accept("  building %s ... %d s".formatted(name, secondsSince(started)));
    }
    if (build.exitValue() != 0) {
      throw new LocalException(
          "go build of %s failed: %s (is the Go module proxy in reach, and 5 GB of disk free?)"
              .formatted(name, GoCommand.lastLine(output)));
    }
    progress.accept("  built %s in %d s".formatted(name, secondsSince(started)));
  }

  private String linkerFlags() {
    String version = modules.kubernetesVersion();
    String[] numbers = version.substring(1).split("\\.", -1);
    StringBuilder flags = new StringBuilder("-s -w");
    for (String stamped : STAMPED) {
      flags.append(" -X %s.gitVersion=%s".formatted(stamped, version));
      flags.append(" -X %s.gitMajor=%s".formatted(stamped, numbers[0]));
      flags.append(" -X %s.gitMinor=%s".formatted(stamped, numbers[1]));
    }
    return flags.toString();
  }

  private static long secondsSince(long started) {
    return Duration.ofNanos(System.nanoTime() - started).toSeconds();
  }

  private static Map<String, String> packages() {
    Map<String, String> packages = new LinkedHashMap<>();
    packages.put("etcd", "go.etcd.io/etcd/server/v3");
    for (String command : List.of("kube-apiserver", "kube-controller-manager", "kubectl")) {
      packages.put(command, "k8s.io/kubernetes/cmd/" + command);
    }
    return packages;
  }
}
