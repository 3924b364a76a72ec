package io.kriten.apitoken.api.tokens;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.crds.ApiToken;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lists tokens, read live, in the order of creation. Blocks: for workers only.
 *
 * <p>Pages come in the API server's order, by name; only within a page is it that of creation.
 */
public final class TokenLists {

  /** The longest page. */
  public static final int MAX_LIMIT = 5000;

  /** Of whole lists; each page is in time by itself. */
  private static final int PAGE = 1000;

  private static final char SEPARATOR = '/';

  private final TokenStore store;
  private final Access access;
  private final List<String> namespaces;
  private final Function<ApiToken, TokenView> views;

  /**
   * Tokens, and where the next page begins; null at the end.
   *
   * @param tokens in the order of creation
   */
  public record Listed(List<TokenView> tokens, String next) {}

  /**
   * @param namespaces where tokens are
   * @param views how tokens are shown
   */
  public TokenLists(
      TokenStore store,
      Access access,
      List<String> namespaces,
      Function<ApiToken, TokenView> views) {
    this.store = store;
    this.access = access;
    this.namespaces = namespaces;
    this.views = views;
  }

  /**
   * The caller's own tokens.
   *
   * @param room what they take of it; as of the others
   */
  public Listed own(Caller caller, ListRoom.Share room) {
    List<TokenView> views = new ArrayList<>();
    namespaces.forEach(ns -> tellOwn(caller, ns, token -> show(token, room, views)));
    return listed(views, null);
  }

  /** All tokens of the namespaces where the caller may list them; of the others the own ones. */
  public Listed all(Caller caller, ListRoom.Share room) {
    List<TokenView> views = new ArrayList<>();
    String from = "";
    while (from != null) {
      from = page(caller, PAGE, from, token -> show(token, room, views));
    }
    return listed(views, null);
  }

  /**
   * A page of them.
   *
   * @param limit how many at most, from 1 to {@link #MAX_LIMIT}
   * @param from where the page before it ended; empty for the first
   */
  public Listed all(Caller caller, int limit, String from, ListRoom.Share room) {
    List<TokenView> views = new ArrayList<>();
    String next = page(caller, limit, from, token -> show(token, room, views));
    return listed(views, next);
  }

  private void show(ApiToken token, ListRoom.Share room, List<TokenView> views) {
    if (token.getMetadata().getDeletionTimestamp() == null) {
      TokenView view = this.views.apply(token);
      room.take(view);
      views.add(view);
    }
  }

  private static Listed listed(List<TokenView> views, String next) {
    views.sort(TokenView.ORDER);
    return new Listed(views, next);
  }

  private String page(Caller caller, int limit, String from, Consumer<ApiToken> told) {
    int separator = from.indexOf(SEPARATOR);
    int at = separator < 0 ? 0 : namespaces.indexOf(from.substring(0, separator));
    if (at < 0 || (separator < 0 && !from.isEmpty())) {
      throw badContinue();
    }
    String namespace = namespaces.get(at);
    String next = page(caller, namespace, limit, from.substring(separator + 1), told);
    if (!next.isEmpty()) {
      return namespace + SEPARATOR + next;
    }
    boolean isLast = at + 1 == namespaces.size();
    return isLast ? null : namespaces.get(at + 1) + SEPARATOR;
  }

  private String page(
      Caller caller, String namespace, int limit, String from, Consumer<ApiToken> told) {
    try {
      return access.mayListAll(caller, namespace)
          ? store.page(namespace, limit, from, told)
          : ownPage(caller, namespace, limit, from, told);
    } catch (KubernetesClientException e) {
      boolean isRefused =
          e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST
              || e.getCode() == HttpURLConnection.HTTP_GONE;
      throw isRefused && !from.isEmpty() ? badContinue() : e;
    }
  }

  private static Refusal badContinue() {
    return Refusal.badRequest(
        "continue is none that this service gave out, or too old. Begin again without it.");
  }

  /** The caller's own token of that id, which the index may not know yet. */
  Optional<ApiToken> ownedBy(Caller caller, UUID id) {
    return namespaces.stream().flatMap(ns -> ownedBy(caller, ns, id).stream()).findFirst();
  }

  private List<ApiToken> ownedBy(Caller caller, String namespace, UUID id) {
    List<ApiToken> found = new ArrayList<>();
    tellOwn(
        caller,
        namespace,
        token -> {
          if (id.toString().equals(token.getMetadata().getUid())) {
            found.add(token);
          }
        });
    return found;
  }

  private void tellOwn(Caller caller, String namespace, Consumer<ApiToken> told) {
    String from = "";
    do {
      from = ownPage(caller, namespace, PAGE, from, told);
    } while (!from.isEmpty());
  }

  /** The API server selects by name alone, and another may have had it. */
  private String ownPage(
      Caller caller, String namespace, int limit, String from, Consumer<ApiToken> told) {
    return store.owned(
        namespace,
        caller.username(),
        limit,
        from,
        token -> {
          if (caller.owns(token.getSpec().owner())) {
            told.accept(token);
          }
        });
  }
}
