package io.kriten.apitoken.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds the control plane's programs from the pinned Go modules, a few minutes each. */
final class GoBuild implements BinaryCache.Builder {

  private static final Duration REPORT_EVERY = Duration.ofSeconds(10);
  // What setsid(1), setpriv(1) and every shell answer for a program that is not there.
  private static final int NOT_FOUND = 127;
  private static final Pattern VERSION = Pattern.compile("go(\\d+)\\.(\\d+)");

  // What a release build stamps; without it clients see v0.0.0.
  private static final List<String> STAMPED =
      List.of("k8s.io/component-base/version", "k8s.io/client-go/pkg/version");

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
      requireGo(launcher, sources);
      progress.accept(
          "Building Kubernetes %s from its Go modules, once: 4 to 9 minutes on two cores"
              .formatted(modules.kubernetesVersion()));
      for (Map.Entry<String, String> program : PACKAGES.entrySet()) {
        buildOne(launcher, sources, directory.resolve(program.getKey()), program.getValue());
      }
    } finally {
      Directories.delete(sources);
    }
  }

  private void requireGo(Launcher launcher, Path sources) throws IOException, InterruptedException {
    String mend =
        "install Go %s or newer (https://go.dev/dl), or set KUBEBUILDER_ASSETS to a directory with %s"
            .formatted(modules.goVersion(), String.join(", ", KubernetesBinaries.NAMES));
    Path output = sources.resolve("version.log");
    int status = go(launcher, sources, output, List.of("version")).waitFor();
    if (status == NOT_FOUND) {
      throw new LocalException("go is not on the PATH: " + mend);
    }
    String answer = lastLine(output);
    if (status != 0 || !isNewEnough(answer)) {
      throw new LocalException("Go is too old (" + answer + "): " + mend);
    }
  }

  private boolean isNewEnough(String answer) {
    Matcher have = VERSION.matcher(answer);
    Matcher need = VERSION.matcher("go" + modules.goVersion());
    return have.find() && need.find() && Arrays.compare(numbers(have), numbers(need)) >= 0;
  }

  private void buildOne(Launcher launcher, Path sources, Path binary, String goPackage)
      throws IOException, InterruptedException {
    String name = String.valueOf(binary.getFileName());
    Path output = sources.resolve(name + ".log");
    long started = System.nanoTime();
    Process go =
        go(
            launcher,
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
    while (!go.waitFor(REPORT_EVERY.toSeconds(), TimeUnit.SECONDS)) {
      progress.accept("  building %s ... %d s".formatted(name, secondsSince(started)));
    }
    if (go.exitValue() != 0) {
      throw new LocalException(
          "go build of %s failed: %s (is the Go module proxy in reach, and 5 GB of disk free?)"
              .formatted(name, lastLine(output)));
    }
    progress.accept("  built %s in %d s".formatted(name, secondsSince(started)));
  }

  private Process go(Launcher launcher, Path sources, Path output, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("go"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(sources.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    // Nothing that the user has set for other projects; static programs, as Kubernetes ships them;
    // and go's own temporary files where they go away with ours.
    builder
        .environment()
        .putAll(
            Map.of(
                "GOFLAGS",
                "",
                "GOWORK",
                "off",
                "CGO_ENABLED",
                "0",
                "GOTMPDIR",
                sources.toString()));
    return launcher.start(builder);
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

  private static int[] numbers(Matcher version) {
    return new int[] {Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))};
  }

  private static long secondsSince(long started) {
    return Duration.ofNanos(System.nanoTime() - started).toSeconds();
  }

  private static String lastLine(Path output) throws IOException {
    List<String> lines = Files.readAllLines(output);
    return lines.isEmpty() ? "no output" : lines.get(lines.size() - 1);
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
