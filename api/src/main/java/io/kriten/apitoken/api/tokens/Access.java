package io.kriten.apitoken.api.tokens;

import io.kriten.apitoken.api.auth.AccessReviews;
import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.index.Entry;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.crds.ApiToken;
import java.util.Optional;
import java.util.UUID;

/**
 * Who may do what with a token. The API server sees the facade's account, which may everything, so
 * the facade asks for the real caller, and no less than admission would ask of that one.
 */
public final class Access {

  private static final String LIST = "list";
  private static final String MANAGE_ALL = "manage-all";

  private static final String GET = "get";

  private final AccessReviews reviews;
  private final String namespace;

  /**
   * @param reviews asks the API server
   * @param namespace where it is asked about tokens that nobody knows
   */
  public Access(AccessReviews reviews, String namespace) {
    this.reviews = reviews;
    this.namespace = namespace;
  }

  /**
   * Whether the caller may see a token of somebody else's, or change it unseen.
   *
   * @param verb get, patch or delete
   * @param token empty when there is none of that id; then the API server is asked all the same, so
   *     that the time of the answer does not tell which ids there are
   */
  boolean reaches(Caller caller, String verb, UUID id, Optional<Entry> token) {
    String where = token.map(Entry::namespace).orElse(namespace);
    String name = token.map(Entry::name).orElseGet(id::toString);
    boolean may =
        reviews.may(caller, LIST, where, name)
            || (!verb.equals(GET)
                && reviews.may(caller, verb, where, name)
                && reviews.may(caller, MANAGE_ALL, where, name));
    return may && token.isPresent();
  }

  /** 403, unless the caller may create tokens. A key never makes another. */
  void requireCreate(Caller caller, String namespace) {
    if (caller.cameByKey()) {
      throw Refusal.forbidden(
          "An API token cannot create API tokens. Log in to the cluster and use that bearer.");
    }
    if (!reviews.may(caller, "create", namespace)) {
      throw Refusal.forbidden(
          "You may not create API tokens. Ask for the verb create on apitokens.kriten.io in"
              + " namespace "
              + namespace
              + ".");
    }
  }

  boolean mayListAll(Caller caller, String namespace) {
    return reviews.may(caller, LIST, namespace);
  }

  /**
   * 404, unless the caller owns the token or may list it. Not {@code get}: whoever applies
   * manifests holds that on every name, for RBAC cannot tell own tokens from others'.
   */
  void requireGet(Caller caller, ApiToken token) {
    if (!caller.owns(token.getSpec().owner()) && !may(caller, LIST, token)) {
      throw Refusal.noSuchToken();
    }
  }

  /**
   * 404 or 403, unless the caller owns the token, or has both the verb and, as admission asks of
   * whoever changes another's token, {@code manage-all}.
   *
   * @param verb patch or delete
   */
  void requireChange(Caller caller, String verb, ApiToken token) {
    if (caller.owns(token.getSpec().owner())
        || (may(caller, verb, token) && may(caller, MANAGE_ALL, token))) {
      return;
    }
    requireGet(caller, token);
    throw Refusal.forbidden(
        "You may see this API token, but not change it. Ask for the verbs "
            + verb
            + " and "
            + MANAGE_ALL
            + " on apitokens.kriten.io.");
  }

  private boolean may(Caller caller, String verb, ApiToken token) {
    return reviews.may(
        caller, verb, token.getMetadata().getNamespace(), token.getMetadata().getName());
  }
}
