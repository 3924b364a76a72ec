package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.index.IndexFeeds;
import io.kriten.apitoken.api.index.TokenIndex;
import io.kriten.apitoken.api.index.WatchLag;
import io.kriten.apitoken.api.kube.Workers;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.api.tokens.Tokens;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id in a request's path, as soon as the index knows it, or has waited for it in vain: another
 * replica may have made the token just now.
 */
public final class TokenIds {

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** No token's: who waits for it waits in vain. */
  private static final UUID NOBODY = new UUID(0, 0);

  private final IndexFeeds feeds;
  private final WatchLag lag;
  private final Tokens tokens;
  private final Workers workers;

  /**
   * @param feeds fill the index
   * @param lag waits for them
   * @param tokens tells which are in a caller's reach
   * @param workers for that
   */
  public TokenIds(IndexFeeds feeds, WatchLag lag, Tokens tokens, Workers workers) {
    this.feeds = feeds;
    this.lag = lag;
    this.tokens = tokens;
    this.workers = workers;
  }

  /**
   * Fails with 404 when it is no UUID, with 503 before the index is complete.
   *
   * @param verb get, patch or delete
   */
  Future<UUID> of(RoutingContext context, String verb) {
    String text = Optional.ofNullable(context.pathParam("id")).orElse("").toLowerCase(Locale.ROOT);
    if (!UUID_TEXT.matcher(text).matches()) {
      return Future.failedFuture(Refusal.noSuchToken());
    }
    context.put(AuditHandler.TOKEN, text);
    UUID id = UUID.fromString(text);
    return feeds
        .syncedIndex()
        .map(index -> await(index, Caller.of(context), verb, id))
        .orElseGet(() -> Future.failedFuture(Refusal.loading()));
  }

  private Future<UUID> await(TokenIndex index, Caller caller, String verb, UUID id) {
    if (index.find(id).filter(token -> caller.owns(token.owner())).isPresent()) {
      return Future.succeededFuture(id);
    }
    return workers
        .run(() -> tokens.reaches(caller, verb, id))
        .compose(
            reaches -> {
              if (reaches) {
                return Future.succeededFuture(id);
              }
              // As long for one that is somebody else's: its being there must not be told.
              UUID awaited = index.find(id).isPresent() ? NOBODY : id;
              return lag.wait(wake -> index.awaitToken(awaited, wake)).map(id);
            });
  }
}
