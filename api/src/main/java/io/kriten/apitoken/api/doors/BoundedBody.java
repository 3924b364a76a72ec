package io.kriten.apitoken.api.doors;

import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads a body into memory, up to a length. */
final class BoundedBody {

  private final int limit;
  private final Buffer read = Buffer.buffer();
  private boolean tooLong;

  private BoundedBody(int limit) {
    this.limit = limit;
  }

  /**
   * Calls one of the first two when the whole body has come.
   *
   * @param limit in bytes; what comes beyond is dropped
   * @param broken called instead when the rest of the body cannot be read
   */
  static void read(
      HttpServerRequest request,
      int limit,
      Handler<Buffer> whole,
      Runnable whenTooLong,
      Handler<Throwable> broken) {
    BoundedBody body = new BoundedBody(limit);
    request.handler(body::add);
    request.exceptionHandler(e -> broken.handle(e instanceof Refusal ? e : Refusal.cutOff()));
    request.endHandler(
        end -> {
          if (body.tooLong) {
            whenTooLong.run();
          } else {
            whole.handle(body.read);
          }
        });
  }

  private void add(Buffer chunk) {
    tooLong |= read.length() + chunk.length() > limit;
    if (!tooLong) {
      read.appendBuffer(chunk);
    }
  }
}
