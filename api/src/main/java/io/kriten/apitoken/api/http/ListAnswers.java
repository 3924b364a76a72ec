package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.kube.Workers;
import io.kriten.apitoken.api.tokens.ListRoom;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Function;

/** Answers that may be large, and are bounded all together. */
public final class ListAnswers {

  /** Longer than it takes over a poor line; the share that an answer holds is others' too. */
  private static final Duration MAX_SENDING = Duration.ofSeconds(60);

  private final Workers workers;
  private final ListRoom room;
  private final Duration maxSending;

  /**
   * @param workers runs what talks to the API server
   * @param room for all of them
   */
  public ListAnswers(Workers workers, ListRoom room) {
    this(workers, room, MAX_SENDING);
  }

  ListAnswers(Workers workers, ListRoom room, Duration maxSending) {
    this.workers = workers;
    this.room = room;
    this.maxSending = maxSending;
  }

  /**
   * Answers. The share is given back when the last byte has gone, or the connection: who reads
   * slowly keeps the answer here, and after a minute loses the connection.
   */
  void answer(RoutingContext context, Function<ListRoom.Share, Answer> work) {
    ListRoom.Share share = room.open();
    Future<Answer> answer = workers.run(() -> work.apply(share));
    answer
        .onFailure(context::fail)
        .compose(made -> sendInTime(made, context))
        .onComplete(sent -> share.close());
  }

  private Future<Void> sendInTime(Answer answer, RoutingContext context) {
    HttpConnection connection = context.request().connection();
    long late = context.vertx().setTimer(maxSending.toMillis(), id -> cutOff(connection));
    return answer.send(context).onComplete(sent -> context.vertx().cancelTimer(late));
  }

  /** At once, and past Vert.x, whose own close waits until everything is sent. */
  private static void cutOff(HttpConnection connection) {
    var unused = ((ConnectionBase) connection).channelHandlerContext().close();
  }
}
