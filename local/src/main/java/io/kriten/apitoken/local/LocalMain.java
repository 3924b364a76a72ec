package io.kriten.apitoken.local;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code make run}: a local cluster, until Ctrl-C. */
@Command(
    name = "local",
    description = "Runs the whole project on this machine: a real API server, operator and facade.",
    mixinStandardHelpOptions = true)
public final class LocalMain implements Callable<Integer> {

  // As shells have it: 128 + SIGINT.
  private static final int INTERRUPTED = 130;
  private static final Logger LOG = LoggerFactory.getLogger(LocalMain.class);

  @Spec private CommandSpec spec;

  @Option(
      names = "--repository",
      defaultValue = ".",
      description = "The root of the source tree; data is kept in its .local/.")
  private Path repository;

  @Option(
      names = "--port",
      defaultValue = "${env:PORT:-6443}",
      description = "The port of kube-apiserver (PORT); 0 for any free one. Default: 6443")
  private int port;

  @Option(
      names = "--api-port",
      defaultValue = "${env:API_PORT:-8080}",
      description = "The port of the facade (API_PORT); 0 for any free one. Default: 8080")
  private int apiPort;

  /** Starts it. Exit status: 0 after Ctrl-C or SIGTERM, 1 when it could not start, 2 for usage. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new LocalMain()).execute(arguments));
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Path root = repository.toAbsolutePath().normalize();
    Path data = root.resolve(".local");
    RunFile runFile = new RunFile(data.resolve("run.json"), root);
    LocalSettings settings =
        new LocalSettings(
            data,
            root.resolve(Path.of("helm", "apitoken")),
            port,
            apiPort,
            List.of(),
            Map.of(),
            true,
            line -> say(out, "%5.1f s  %s".formatted(secondsSinceStart(), line)));
    return Interruption.during(0, () -> run(settings, runFile, new Welcome(root), out));
  }

  @Command(
      description = "Builds the control plane's programs, unless they are there, and tells where.")
  int binaries() {
    return Interruption.during(INTERRUPTED, () -> tell("make binaries: ", LocalMain::findBinaries));
  }

  private static String findBinaries(Consumer<String> progress) {
    return BinaryLocator.ofThisProcess(progress).locate().directory().toString();
  }

  @Command(
      description = "Tells the go command to build with, having fetched a newer Go if need be.")
  int go() {
    return Interruption.during(INTERRUPTED, () -> tell("", LocalMain::findGo));
  }

  private static String findGo(Consumer<String> progress) {
    return GoLocator.ofThisProcess(progress).locate();
  }

  private int tell(String complaint, Function<Consumer<String>, String> find) {
    PrintWriter err = spec.commandLine().getErr();
    try {
      say(spec.commandLine().getOut(), find.apply(line -> say(err, line)));
      return 0;
    } catch (LocalException e) {
      say(err, complaint + e.getMessage());
      return 1;
    }
  }

  private int run(LocalSettings settings, RunFile runFile, Welcome welcome, PrintWriter out) {
    try (LocalCluster cluster = LocalCluster.prepare(settings)) {
      // That of a run that was killed.
      runFile.delete();
      cluster.start();
      runFile.write(cluster);
      out.print(welcome.text(cluster));
      say(out, "Ready: %s (%.1f s)".formatted(cluster.facadeUrl(), secondsSinceStart()));
      awaitInterrupt();
      runFile.delete();
    } catch (LocalException e) {
      if (!Thread.interrupted()) {
        say(spec.commandLine().getErr(), "make run: " + e.getMessage());
        return 1;
      }
    } catch (RuntimeException e) {
      LOG.error("the run failed", e);
      if (!Thread.interrupted()) {
        say(spec.commandLine().getErr(), "make run: " + e + " (more in .local/apitoken.log)");
        return 1;
      }
    }
    say(out, "Stopped; the data stays in .local/ (make clean-local removes it)");
    return 0;
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException asked) {
      LOG.info("asked to stop");
    }
  }

  private static double secondsSinceStart() {
    return ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
