package io.kriten.apitoken.api.doors;

import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Reads a body into memory, up to 64 KiB, and asks for it where its sender waits for that. */
final class BoundedBody {

  private static final int MAX = 64 * 1024;
  private static final String CONTINUE = "100-continue";

  private final Buffer read = Buffer.buffer();
  private boolean tooLong;

  private BoundedBody() {}

  /**
   * Calls one of the two.
   *
   * @param whole when the whole body has come
   * @param refused with a {@link Refusal}, when it is too long, or cannot be read
   */
  static void read(HttpServerRequest request, Handler<Buffer> whole, Handler<Throwable> refused) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    // Netty has read the number, and lets nothing else through.
    if (length != null && Long.parseLong(length) > MAX) {
      refused.handle(tooLong());
      return;
    }
    String expected = request.getHeader(HttpHeaders.EXPECT);
    if (expected != null && !expected.equalsIgnoreCase(CONTINUE)) {
      refused.handle(
          Refusal.of(417, "The header Expect asks for what is not supported. Leave it out."));
      return;
    }
    BoundedBody body = new BoundedBody();
    request.handler(body::add);
    request.exceptionHandler(e -> refused.handle(e instanceof Refusal ? e : Refusal.cutOff()));
    request.endHandler(
        end -> {
          if (body.tooLong) {
            refused.handle(tooLong());
          } else {
            whole.handle(body.read);
          }
        });
    if (expected != null && request.version() == HttpVersion.HTTP_1_1) {
      request.response().writeContinue();
    }
  }

  private static Refusal tooLong() {
    return Refusal.of(413, "The body is longer than 64 KiB. Shorten it.");
  }

  private void add(Buffer chunk) {
    tooLong |= read.length() + chunk.length() > MAX;
    if (!tooLong) {
      read.appendBuffer(chunk);
    }
  }
}
