package io.kriten.apitoken.api.kube;

import com.github.benmanes.caffeine.cache.Cache;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Asks each question only once at a time, and remembers the answers. A failure is told to all who
 * wait for it and remembered by nobody: the next one asks again.
 *
 * @param <Q> a question
 * @param <A> an answer, never null
 */
public final class SharedAnswers<Q, A> {
  private final Vertx vertx;
  private final Cache<Q, A> remembered;
  private final Map<Q, Future<A>> asked = new ConcurrentHashMap<>();

  /**
   * @param remembered decides how many answers are remembered, and for how long
   */
  public SharedAnswers(Vertx vertx, Cache<Q, A> remembered) {
    this.vertx = vertx;
    this.remembered = remembered;
  }

  /**
   * The answer, on the caller's event loop.
   *
   * @param ask called unless the answer is known, or somebody else waits for it already
   */
  public Future<A> get(Q question, Supplier<Future<A>> ask) {
    A known = remembered.getIfPresent(question);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    Promise<A> mine = Promise.promise();
    Future<A> others = asked.putIfAbsent(question, mine.future());
    if (others != null) {
      return Future.fromCompletionStage(others.toCompletionStage(), vertx.getOrCreateContext());
    }
    // What is thrown instead of answered must not leave the question asked for ever.
    return Future.succeededFuture()
        .compose(now -> ask.get())
        .onSuccess(answer -> remembered.put(question, answer))
        .onComplete(
            done -> {
              asked.remove(question);
              mine.handle(done);
            });
  }

  /** The questions whose answers are remembered now. */
  public Set<Q> remembered() {
    remembered.cleanUp();
    return Set.copyOf(remembered.asMap().keySet());
  }
}
