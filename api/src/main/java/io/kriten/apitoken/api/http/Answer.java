package io.kriten.apitoken.api.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer, ready to be sent: a worker makes it, an event loop sends it.
 *
 * @param json the body
 * @param headers besides those that every answer has
 * @param tokenId the token that it is about, for the audit log; null when it is about none or many
 */
record Answer(Buffer json, Map<String, String> headers, String tokenId) {

  static Answer of(Object value) {
    return new Answer(Replies.encode(value), Map.of(), null);
  }

  Answer with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Answer(json, more, tokenId);
  }

  Answer about(String id) {
    return new Answer(json, headers, id);
  }

  /** Completes when the last byte is on its way, or cannot be any more. */
  Future<Void> send(RoutingContext context) {
    if (tokenId != null) {
      context.put(AuditHandler.TOKEN, tokenId);
    }
    headers.forEach(context.response()::putHeader);
    return Replies.send(context.response(), json);
  }
}
