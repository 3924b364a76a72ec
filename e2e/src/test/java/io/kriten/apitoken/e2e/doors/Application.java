package io.kriten.apitoken.e2e.doors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a gateway protects: it remembers the headers of every request that reached it. */
final class Application implements AutoCloseable {

  private final List<Headers> seen = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  Application() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestHeaders());
          byte[] body = "application".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** How many requests came. */
  int count() {
    return seen.size();
  }

  /** The headers of the newest request. */
  Headers last() {
    return seen.get(seen.size() - 1);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
