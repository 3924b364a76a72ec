package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.index.IndexFeeds;
import io.kriten.apitoken.api.index.TokenIndex;
import io.kriten.apitoken.api.index.WatchLag;
import io.kriten.apitoken.api.problem.Refusal;
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

  private final IndexFeeds feeds;
  private final WatchLag lag;

  /**
   * @param feeds fill the index
   * @param lag waits for them
   */
  public TokenIds(IndexFeeds feeds, WatchLag lag) {
    this.feeds = feeds;
    this.lag = lag;
  }

  /** Fails with 404 when it is no UUID, with 503 before the index is complete. */
  Future<UUID> of(RoutingContext context) {
    String text = Optional.ofNullable(context.pathParam("id")).orElse("").toLowerCase(Locale.ROOT);
    if (!UUID_TEXT.matcher(text).matches()) {
      return Future.failedFuture(Refusal.noSuchToken());
    }
    context.put(AuditHandler.TOKEN, text);
    UUID id = UUID.fromString(text);
    return feeds
        .syncedIndex()
        .map(index -> await(index, id))
        .orElseGet(() -> Future.failedFuture(Refusal.loading()));
  }

  private Future<UUID> await(TokenIndex index, UUID id) {
    return index.find(id).isPresent()
        ? Future.succeededFuture(id)
        : lag.wait(wake -> index.awaitToken(id, wake)).map(id);
  }
}
