package io.kriten.apitoken.api.http;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.kube.Workers;
import io.kriten.apitoken.api.limits.Limits;
import io.kriten.apitoken.api.tokens.BodyReader;
import io.kriten.apitoken.api.tokens.Creation;
import io.kriten.apitoken.api.tokens.TokenChanges;
import io.kriten.apitoken.api.tokens.TokenLists;
import io.kriten.apitoken.api.tokens.TokenLists.Listed;
import io.kriten.apitoken.api.tokens.TokenView;
import io.kriten.apitoken.api.tokens.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** The documented endpoints: {@code /api/v1/api_tokens}. */
public final class TokenRoutes {

  private static final String PATH = "/api/v1/api_tokens";
  private static final int MAX_BODY = 64 * 1024;

  private final Creation creation;
  private final Tokens tokens;
  private final TokenLists lists;
  private final ListAnswers listAnswers;
  private final TokenIds ids;
  private final Workers workers;
  private final Limits limits;
  private final BodyReader bodies = new BodyReader();

  /**
   * @param workers runs what talks to the API server
   */
  public TokenRoutes(
      Creation creation,
      Tokens tokens,
      TokenLists lists,
      ListAnswers listAnswers,
      TokenIds ids,
      Workers workers,
      Limits limits) {
    this.creation = creation;
    this.tokens = tokens;
    this.lists = lists;
    this.listAnswers = listAnswers;
    this.ids = ids;
    this.workers = workers;
    this.limits = limits;
  }

  List<Endpoint> endpoints(Handler<RoutingContext> requireCaller) {
    CallerLimit limit = new CallerLimit(limits);
    JsonBody json = new JsonBody();
    BodyHandler body = BodyHandler.create(false).setBodyLimit(MAX_BODY);
    AuditHandler create = audited("create");
    AuditHandler patch = audited("patch");
    return List.of(
        new Endpoint(PATH)
            .on(GET, List.of(audited("list"), requireCaller, limit, this::listOwn))
            .on(POST, List.of(create, requireCaller, limit, json, body, this::create))
            .on(PUT, List.of(create, requireCaller, limit, json, body, this::create)),
        new Endpoint(PATH + "/all")
            .on(GET, List.of(audited("listAll"), requireCaller, limit, this::listAll)),
        new Endpoint(PATH + "/:id")
            .on(GET, List.of(audited("get"), requireCaller, limit, this::get))
            .on(PATCH, List.of(patch, requireCaller, limit, json, body, this::patch))
            .on(PUT, List.of(patch, requireCaller, limit, json, body, this::patch))
            .on(DELETE, List.of(audited("delete"), requireCaller, limit, this::delete)));
  }

  private AuditHandler audited(String operation) {
    return new AuditHandler(operation, limits);
  }

  private void create(RoutingContext context) {
    Caller caller = Caller.of(context);
    TokenChanges wanted = bodies.read(body(context));
    answer(
        context,
        () -> {
          TokenView created = creation.create(caller, wanted);
          return Answer.of(created).about(created.id());
        });
  }

  private void listOwn(RoutingContext context) {
    Caller caller = Caller.of(context);
    listAnswers.answer(context, share -> answer(lists.own(caller, share)));
  }

  private void listAll(RoutingContext context) {
    Caller caller = Caller.of(context);
    PageRequest page = PageRequest.of(context.request());
    listAnswers.answer(
        context,
        share -> {
          Listed listed =
              page.isWhole()
                  ? lists.all(caller, share)
                  : lists.all(caller, page.limit(), page.from(), share);
          Answer answer = answer(listed);
          return page.linkToNext(PATH + "/all", listed.next())
              .map(link -> answer.with("Link", link))
              .orElse(answer);
        });
  }

  private static Answer answer(Listed listed) {
    return Answer.of(listed.tokens())
        .with("Content-Range", Integer.toString(listed.tokens().size()));
  }

  private void get(RoutingContext context) {
    Caller caller = Caller.of(context);
    answerById(context, "get", id -> Answer.of(tokens.get(caller, id)));
  }

  private void patch(RoutingContext context) {
    Caller caller = Caller.of(context);
    TokenChanges changes = bodies.read(body(context));
    answerById(context, "patch", id -> Answer.of(tokens.patch(caller, id, changes)));
  }

  private void delete(RoutingContext context) {
    Caller caller = Caller.of(context);
    answerById(
        context,
        "delete",
        id -> {
          tokens.delete(caller, id);
          return Answer.of(Map.of("msg", "apiToken deleted successfully"));
        });
  }

  private static byte[] body(RoutingContext context) {
    return context.body().buffer() == null ? new byte[0] : context.body().buffer().getBytes();
  }

  private void answerById(RoutingContext context, String verb, Function<UUID, Answer> work) {
    send(context, ids.of(context, verb).compose(id -> workers.run(() -> work.apply(id))));
  }

  private void answer(RoutingContext context, Callable<Answer> work) {
    send(context, workers.run(work));
  }

  private static void send(RoutingContext context, Future<Answer> answer) {
    answer.onSuccess(a -> a.send(context)).onFailure(context::fail);
  }
}
