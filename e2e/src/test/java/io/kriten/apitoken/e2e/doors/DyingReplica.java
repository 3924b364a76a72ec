package io.kriten.apitoken.e2e.doors;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The address of a Service one of whose replicas has just been killed: the first connections fail,
 * those after them lead to a facade.
 */
final class DyingReplica implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final URI facade;
  private final AtomicInteger failures;
  private final NetServer server;

  DyingReplica(URI facade, int failures) {
    this.facade = facade;
    this.failures = new AtomicInteger(failures);
    this.server =
        vertx
            .createNetServer()
            .connectHandler(this::connect)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  String authority() {
    return "127.0.0.1:" + server.actualPort();
  }

  private void connect(NetSocket in) {
    if (failures.getAndDecrement() > 0) {
      in.close();
      return;
    }
    in.pause();
    client
        .connect(facade.getPort(), facade.getHost())
        .onFailure(absent -> in.close())
        .onSuccess(
            out -> {
              in.pipeTo(out);
              out.pipeTo(in);
            });
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
