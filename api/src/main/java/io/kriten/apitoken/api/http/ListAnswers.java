package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.kube.Workers;
import io.kriten.apitoken.api.tokens.ListRoom;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** Answers that may be large, and are bounded all together. */
public final class ListAnswers {

  private final Workers workers;
  private final ListRoom room;

  /**
   * @param workers runs what talks to the API server
   * @param room for all of them
   */
  public ListAnswers(Workers workers, ListRoom room) {
    this.workers = workers;
    this.room = room;
  }

  /**
   * Answers. The share is given back when the last byte has gone, or the connection: who reads
   * slowly keeps the answer here.
   */
  void answer(RoutingContext context, Function<ListRoom.Share, Answer> work) {
    ListRoom.Share share = room.open();
    Future<Answer> answer = workers.run(() -> work.apply(share));
    answer
        .onFailure(context::fail)
        .compose(made -> made.send(context))
        .onComplete(sent -> share.close());
  }
}
