package io.kriten.apitoken.api.tokens;

import io.kriten.apitoken.api.auth.AccessReviews;
import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.crds.ApiToken;

/**
 * Who may do what with a token. The API server sees the facade's account, which may everything, so
 * the facade asks for the real caller, and no less than admission would ask of that one.
 */
public final class Access {

  private static final String LIST = "list";
  private static final String MANAGE_ALL = "manage-all";

  private final AccessReviews reviews;

  /**
   * @param reviews asks the API server
   */
  public Access(AccessReviews reviews) {
    this.reviews = reviews;
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
