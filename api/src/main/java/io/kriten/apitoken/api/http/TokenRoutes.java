package io.kriten.apitoken.api.http;

import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.index.TokenIndex;
import io.kriten.apitoken.api.index.WatchLag;
import io.kriten.apitoken.api.kube.Workers;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.api.tokens.BodyReader;
import io.kriten.apitoken.api.tokens.Creation;
import io.kriten.apitoken.api.tokens.TokenChanges;
import io.kriten.apitoken.api.tokens.TokenLists;
import io.kriten.apitoken.api.tokens.TokenView;
import io.kriten.apitoken.api.tokens.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** The documented endpoints: {@code /api/v1/api_tokens}. */
public final class TokenRoutes {

  private static final String PATH = "/api/v1/api_tokens";
  private static final int MAX_BODY = 64 * 1024;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Creation creation;
  private final Tokens tokens;
  private final TokenLists lists;
  private final TokenIndex index;
  private final WatchLag lag;
  private final Workers workers;
  private final BodyReader bodies = new BodyReader();

  /**
   * @param index knows which ids there are
   * @param lag waits for an id that another replica has just made
   * @param workers runs what talks to the API server
   */
  public TokenRoutes(
      Creation creation,
      Tokens tokens,
      TokenLists lists,
      TokenIndex index,
      WatchLag lag,
      Workers workers) {
    this.creation = creation;
    this.tokens = tokens;
    this.lists = lists;
    this.index = index;
    this.lag = lag;
    this.workers = workers;
  }

  /** Adds the routes of one event loop. */
  public void mount(Router router, Handler<RoutingContext> requireCaller) {
    JsonBody json = new JsonBody();
    BodyHandler body = BodyHandler.create(false).setBodyLimit(MAX_BODY);
    AuditHandler create = new AuditHandler("create");
    AuditHandler patch = new AuditHandler("patch");
    new Endpoint(PATH)
        .on(HttpMethod.GET, List.of(new AuditHandler("list"), requireCaller, this::listOwn))
        .on(HttpMethod.POST, List.of(create, requireCaller, json, body, this::create))
        .on(HttpMethod.PUT, List.of(create, requireCaller, json, body, this::create))
        .mount(router);
    new Endpoint(PATH + "/all")
        .on(HttpMethod.GET, List.of(new AuditHandler("listAll"), requireCaller, this::listAll))
        .mount(router);
    new Endpoint(PATH + "/:id")
        .on(HttpMethod.GET, List.of(new AuditHandler("get"), requireCaller, this::get))
        .on(HttpMethod.PATCH, List.of(patch, requireCaller, json, body, this::patch))
        .on(HttpMethod.PUT, List.of(patch, requireCaller, json, body, this::patch))
        .on(HttpMethod.DELETE, List.of(new AuditHandler("delete"), requireCaller, this::delete))
        .mount(router);
  }

  private void create(RoutingContext context) {
    Caller caller = Caller.of(context);
    TokenChanges wanted = bodies.read(body(context));
    answer(
        context,
        () -> creation.create(caller, wanted),
        created -> {
          context.put(AuditHandler.TOKEN, created.id());
          Replies.ok(context, created);
        });
  }

  private void listOwn(RoutingContext context) {
    Caller caller = Caller.of(context);
    answer(context, () -> lists.own(caller), listed -> reply(context, listed));
  }

  private void listAll(RoutingContext context) {
    Caller caller = Caller.of(context);
    PageRequest page = PageRequest.of(context.request());
    answer(
        context,
        () -> page.isWhole() ? lists.all(caller) : lists.all(caller, page.limit(), page.from()),
        listed -> {
          page.linkToNext(PATH + "/all", listed.next())
              .ifPresent(link -> context.response().putHeader("Link", link));
          reply(context, listed);
        });
  }

  private static void reply(RoutingContext context, TokenLists.Listed listed) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_RANGE, Integer.toString(listed.tokens().size()));
    Replies.ok(context, listed.tokens());
  }

  private void get(RoutingContext context) {
    Caller caller = Caller.of(context);
    withId(context, id -> tokens.get(caller, id), token -> Replies.ok(context, token));
  }

  private void patch(RoutingContext context) {
    Caller caller = Caller.of(context);
    TokenChanges changes = bodies.read(body(context));
    withId(
        context,
        id -> tokens.patch(caller, id, changes),
        (TokenView token) -> Replies.ok(context, token));
  }

  private void delete(RoutingContext context) {
    Caller caller = Caller.of(context);
    withId(
        context,
        id -> {
          tokens.delete(caller, id);
          return Map.of("msg", "apiToken deleted successfully");
        },
        done -> Replies.ok(context, done));
  }

  @FunctionalInterface
  private interface ById<T> {
    T apply(UUID id);
  }

  private <T> void withId(RoutingContext context, ById<T> work, Handler<T> reply) {
    id(context)
        .onFailure(context::fail)
        .onSuccess(id -> answer(context, () -> work.apply(id), reply));
  }

  /** The id in the path, once the index knows it or has waited for it. */
  private Future<UUID> id(RoutingContext context) {
    String text = Optional.ofNullable(context.pathParam("id")).orElse("");
    if (!ID.matcher(text).matches()) {
      return Future.failedFuture(Refusal.noSuchToken());
    }
    context.put(AuditHandler.TOKEN, text);
    UUID id = UUID.fromString(text);
    return index.find(id).isPresent()
        ? Future.succeededFuture(id)
        : lag.wait(wake -> index.awaitToken(id, wake)).map(id);
  }

  private static byte[] body(RoutingContext context) {
    return context.body().buffer() == null ? new byte[0] : context.body().buffer().getBytes();
  }

  private <T> void answer(RoutingContext context, Callable<T> work, Handler<T> reply) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    workers
        .run(work)
        .map(
            result -> {
              reply.handle(result);
              return result;
            })
        .onFailure(context::fail);
  }
}
