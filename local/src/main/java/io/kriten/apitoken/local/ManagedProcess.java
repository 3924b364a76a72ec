package io.kriten.apitoken.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One server of a control plane, which can be stopped, killed and started again on its data. Its
 * output goes to {@code <name>.log}, its process id to {@code <name>.pid}.
 */
public final class ManagedProcess {

  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(10);

  private final Path directory;
  private final List<String> command;
  private final URI readyUrl;
  private final Launcher launcher;
  private final Readiness readiness;
  private final PidFile pidFile;
  private final Path log;
  private final String name;
  private Process process;

  ManagedProcess(
      Path directory, List<String> command, URI readyUrl, Launcher launcher, Readiness readiness) {
    this.directory = directory;
    this.command = List.copyOf(command);
    this.readyUrl = readyUrl;
    this.launcher = launcher;
    this.readiness = readiness;
    this.name = String.valueOf(Path.of(command.get(0)).getFileName());
    this.log = directory.resolve(name + ".log");
    this.pidFile = new PidFile(directory.resolve(name + ".pid"), name, directory);
  }

  /** Starts it and returns when it is ready. */
  public void start() {
    launch();
    awaitReady();
  }

  /** Starts it and returns at once; nothing happens when it runs already. */
  public synchronized void launch() {
    if (isAlive()) {
      return;
    }
    try {
      pidFile.endStale();
      process =
          launcher.start(
              new ProcessBuilder(command)
                  .directory(directory.toFile())
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.to(log.toFile())));
      process.getOutputStream().close();
      pidFile.write(process.pid());
    } catch (IOException e) {
      throw new LocalException("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns when it is ready.
   *
   * @throws LocalException when it ends instead, with the last line of its log, or takes too long
   */
  public void awaitReady() {
    CompletableFuture<Void> ready = readiness.ready(readyUrl);
    CompletableFuture<Process> ended = current().onExit();
    try {
      Poller.await(CompletableFuture.anyOf(ready, ended), READY_WITHIN, "the start of " + name);
    } finally {
      ready.cancel(false);
    }
    if (ended.isDone()) {
      throw new LocalException(
          "%s ended with status %d: %s (%s)"
              .formatted(name, current().exitValue(), lastLogLine(), log));
    }
  }

  /** Ends it by SIGTERM, or by SIGKILL after 10 s, and returns when it is gone. */
  public synchronized void stop() {
    if (!isAlive()) {
      return;
    }
    process.destroy();
    if (!endsWithin(STOPPED_WITHIN)) {
      kill();
    }
    pidFile.delete();
  }

  /** Ends it by SIGKILL, and returns when it is gone. */
  public synchronized void kill() {
    if (isAlive()) {
      process.destroyForcibly();
      endsWithin(STOPPED_WITHIN);
      pidFile.delete();
    }
  }

  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** The process id of the running server. */
  public long pid() {
    return current().pid();
  }

  /** The command line that it is started with. */
  public List<String> command() {
    return command;
  }

  /** The output of the newest start. */
  public Path log() {
    return log;
  }

  private synchronized Process current() {
    if (process == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return process;
  }

  private boolean endsWithin(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String lastLogLine() {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.isEmpty() ? "it wrote no log" : lines.get(lines.size() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
