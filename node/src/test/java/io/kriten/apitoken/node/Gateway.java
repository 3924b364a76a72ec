package io.kriten.apitoken.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real nginx with the very block of docs/gateways.md, before an application that greets. */
final class Gateway implements AutoCloseable {

  private static final Pattern BLOCK = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);
  private static final int PORT = 8080;
  private static final int APPLICATION = 8081;

  private final Process process;

  private Gateway(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param api what it asks
   */
  static Gateway start(Path directory, Front api) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("ca.crt"), api.authority());
    Path configuration = directory.resolve("nginx.conf");
    Files.writeString(configuration, configuration(api.address(), directory.resolve("ca.crt")));
    List<String> command =
        List.of("nginx", "-p", directory + "/", "-e", "error.log", "-c", configuration.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output.log").toFile())
            .start();
    Gateway gateway = new Gateway(process);
    await().atMost(Duration.ofSeconds(20)).until(gateway::answers);
    return gateway;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + PORT + "/orders");
  }

  private static String configuration(String address, Path authority) throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(Path.of("docs", "gateways.md")));
    assertThat(block.find()).isTrue();
    String servers =
        block
            .group(1)
            .replace("server apitoken-api.apitoken-system.svc", "server " + address)
            .replace("/etc/nginx/apitoken/ca.crt", authority.toString())
            .replace("application.default.svc:8080", "127.0.0.1:" + APPLICATION)
            .replace("listen 8080", "listen 127.0.0.1:" + PORT);
    assertThat(servers).contains(address + ":443").doesNotContain(".svc:");
    return """
        daemon off;
        user root;
        worker_processes 1;
        pid nginx.pid;
        error_log error.log;
        events { worker_connections 1024; }
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          server {
            listen 127.0.0.1:%d;
            return 200 "hello $http_x_kriten_user";
          }
        %s
        }
        """
        .formatted(APPLICATION, servers);
  }

  private boolean answers() {
    assertThat(process.isAlive()).as("nginx runs: see its error.log and output.log").isTrue();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
