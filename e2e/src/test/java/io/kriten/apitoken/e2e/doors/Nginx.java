package io.kriten.apitoken.e2e.doors;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real nginx as a child process, with all its files in a directory of its own. */
final class Nginx implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @param servers what goes into {@code http}; {@code @PORT@} stands for the port to listen on
   */
  static Nginx start(Path directory, String servers) {
    return start(directory, freePort(), servers);
  }

  static Nginx start(Path directory, int port, String servers) {
    try {
      Files.createDirectories(directory);
      Path configuration = directory.resolve("nginx.conf");
      Files.writeString(configuration, configuration(servers.replace("@PORT@", "" + port)));
      Process process =
          new ProcessBuilder(
                  program().toString(),
                  "-p",
                  directory.toAbsolutePath() + "/",
                  "-e",
                  "error.log",
                  "-c",
                  configuration.toAbsolutePath().toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output.log").toFile())
              .start();
      Nginx nginx = new Nginx(process, port);
      await().atMost(PATIENCE).until(nginx::answers);
      return nginx;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Debian puts it where only root's PATH leads. */
  private static Path program() {
    String path = System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin";
    return Stream.of(path.split(":"))
        .map(directory -> Path.of(directory, "nginx"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no nginx: apt-get install nginx-light"));
  }

  private static String configuration(String servers) {
    return """
        daemon off;
        worker_processes 1;
        pid nginx.pid;
        error_log error.log;
        events { worker_connections 256; }
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
        %s
        }
        """
        .formatted(servers);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new AssertionError("nginx ended: see its error.log and output.log");
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
