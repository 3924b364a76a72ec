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
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Lists tokens, read live, in the order of creation. Blocks: for workers only.
 *
 * <p>Pages come in the API server's order, by name; only within a page is it that of creation.
 */
public final class TokenLists {

  /** The longest page. */
  public static final int MAX_LIMIT = 5000;

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

  /** The caller's own tokens. */
  public Listed own(Caller caller) {
    return new Listed(views(namespaces.stream().flatMap(ns -> own(caller, ns).stream())), null);
  }

  /** All tokens of the namespaces where the caller may list them; of the others the own ones. */
  public Listed all(Caller caller) {
    List<ApiToken> all = new ArrayList<>();
    String from = "";
    while (from != null) {
      TokenStore.Page page = page(caller, MAX_LIMIT, from);
      all.addAll(page.tokens());
      from = page.next();
    }
    return new Listed(views(all.stream()), null);
  }

  /**
   * A page of them.
   *
   * @param limit how many at most, from 1 to {@link #MAX_LIMIT}
   * @param from where the page before it ended; empty for the first
   */
  public Listed all(Caller caller, int limit, String from) {
    TokenStore.Page page = page(caller, limit, from);
    return new Listed(views(page.tokens().stream()), page.next());
  }

  private TokenStore.Page page(Caller caller, int limit, String from) {
    int separator = from.indexOf(SEPARATOR);
    int at = separator < 0 ? 0 : namespaces.indexOf(from.substring(0, separator));
    if (at < 0 || (separator < 0 && !from.isEmpty())) {
      throw badContinue();
    }
    String namespace = namespaces.get(at);
    String rest = from.substring(separator + 1);
    TokenStore.Page page =
        access.mayListAll(caller, namespace)
            ? listed(namespace, limit, rest.isEmpty() ? null : rest)
            : new TokenStore.Page(own(caller, namespace), null);
    if (page.next() != null) {
      return new TokenStore.Page(page.tokens(), namespace + SEPARATOR + page.next());
    }
    boolean isLast = at + 1 == namespaces.size();
    return new TokenStore.Page(page.tokens(), isLast ? null : namespaces.get(at + 1) + SEPARATOR);
  }

  private TokenStore.Page listed(String namespace, int limit, String from) {
    try {
      return store.page(namespace, limit, from);
    } catch (KubernetesClientException e) {
      boolean isRefused =
          e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST
              || e.getCode() == HttpURLConnection.HTTP_GONE;
      throw isRefused && from != null ? badContinue() : e;
    }
  }

  private static Refusal badContinue() {
    return Refusal.badRequest(
        "continue is none that this service gave out, or too old. Begin again without it.");
  }

  /** The caller's own token of that id, which the index may not know yet. */
  Optional<ApiToken> ownedBy(Caller caller, UUID id) {
    return namespaces.stream()
        .flatMap(ns -> own(caller, ns).stream())
        .filter(token -> id.toString().equals(token.getMetadata().getUid()))
        .findFirst();
  }

  private List<ApiToken> own(Caller caller, String namespace) {
    return store.owned(namespace, caller.username()).stream()
        .filter(token -> caller.owns(token.getSpec().owner()))
        .toList();
  }

  private List<TokenView> views(Stream<ApiToken> tokens) {
    return tokens
        .filter(token -> token.getMetadata().getDeletionTimestamp() == null)
        .map(views)
        .sorted(TokenView.ORDER)
        .toList();
  }
}
