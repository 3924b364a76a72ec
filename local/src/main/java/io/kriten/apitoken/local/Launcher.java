package io.kriten.apitoken.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Starts child processes that do not outlive this JVM. On Linux the kernel itself ends them when
 * the JVM dies, even by SIGKILL (prctl(2), PR_SET_PDEATHSIG, by setpriv of util-linux), and they
 * are in a session of their own, so that Ctrl-C reaches this JVM alone and it ends them in order.
 */
public final class Launcher implements AutoCloseable {

  private static final Duration GONE_WITHIN = Duration.ofSeconds(10);
  private static final List<Path> PATHS = List.of(Path.of("/usr/bin"), Path.of("/bin"));

  private final List<String> prefix;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();

  // The kernel's parent is the thread that forked, not the process: it must live as long as we do.
  private final ExecutorService starter =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "child-starter");
            thread.setDaemon(true);
            return thread;
          });

  /** Starts nothing yet. */
  public Launcher() {
    this.prefix = prefix();
  }

  /** Starts the command, which gets no more of its environment changed than the builder says. */
  public Process start(ProcessBuilder builder) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(builder.command());
    builder.command(command);
    Process process = onStarterThread(builder::start);
    running.removeIf(child -> !child.isAlive());
    running.add(process);
    return process;
  }

  /** Ends every child that still runs, and what it started, and returns when they are gone. */
  @Override
  public void close() {
    List<ProcessHandle> left = new ArrayList<>();
    for (Process process : running) {
      process.descendants().forEach(left::add);
      left.add(process.toHandle());
    }
    left.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture.allOf(
            left.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, GONE_WITHIN.toSeconds(), TimeUnit.SECONDS)
        .join();
    starter.shutdown();
  }

  private Process onStarterThread(Callable<Process> start) throws IOException {
    try {
      return starter.submit(start).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted while a process was started"));
    }
  }

  private static List<String> prefix() {
    List<String> prefix = new ArrayList<>();
    addIfThere(prefix, "setsid");
    addIfThere(prefix, "setpriv", "--pdeathsig", "KILL", "--");
    return List.copyOf(prefix);
  }

  private static void addIfThere(List<String> prefix, String program, String... arguments) {
    PATHS.stream()
        .map(path -> path.resolve(program))
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(
            found -> {
              prefix.add(found.toString());
              prefix.addAll(List.of(arguments));
            });
  }
}
