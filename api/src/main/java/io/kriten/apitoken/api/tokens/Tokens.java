package io.kriten.apitoken.api.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.index.Entry;
import io.kriten.apitoken.api.index.TokenIndex;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.crds.ApiToken;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads, changes and deletes single tokens. The index turns ids into names, or else the live list
 * of the caller's own tokens does; everything else is read live, so that every replica sees what
 * any of them wrote. Blocks: for workers only.
 */
public final class Tokens {

  /** kube-apiserver itself tries a merge patch five times before it reports a conflict. */
  private static final int MAX_TRIES = 10;

  private final TokenStore store;
  private final Access access;
  private final TokenIndex index;
  private final TokenLists lists;
  private final Function<ApiToken, TokenView> views;
  private final Clock clock;

  /**
   * @param index is told of every write before it is answered
   * @param views how tokens are shown
   */
  public Tokens(
      TokenStore store,
      Access access,
      TokenIndex index,
      TokenLists lists,
      Function<ApiToken, TokenView> views,
      Clock clock) {
    this.store = store;
    this.access = access;
    this.index = index;
    this.lists = lists;
    this.views = views;
    this.clock = clock;
  }

  /**
   * Whether a token of that id is known that is the caller's, or in the caller's reach.
   *
   * @param verb get, patch or delete
   */
  public boolean reaches(Caller caller, String verb, UUID id) {
    return reached(caller, verb, id).isPresent();
  }

  private Optional<Entry> reached(Caller caller, String verb, UUID id) {
    Optional<Entry> known = index.find(id);
    boolean isOwn = known.filter(token -> caller.owns(token.owner())).isPresent();
    return isOwn || access.reaches(caller, verb, id, known) ? known : Optional.empty();
  }

  /** The token, for its owner and whoever may get it. */
  public TokenView get(Caller caller, UUID id) {
    ApiToken token = live(caller, "get", id);
    access.requireGet(caller, token);
    return views.apply(token);
  }

  /** Merges the changes into the token. */
  public TokenView patch(Caller caller, UUID id, TokenChanges changes) {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      ApiToken live = live(caller, "patch", id);
      access.requireChange(caller, "patch", live);
      if (changes.isEmpty()) {
        return views.apply(live);
      }
      try {
        ApiToken patched = store.patch(live, patchFor(caller, live, changes).toString());
        index.wrote(patched);
        return views.apply(patched);
      } catch (KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
          throw Refusal.noSuchToken();
        }
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
      }
    }
    throw Refusal.conflict();
  }

  private ObjectNode patchFor(Caller caller, ApiToken live, TokenChanges changes) {
    ObjectNode patch = MergePatches.of(live, changes, clock.instant());
    if (caller.cameByKey()) {
      Narrowing.require(live.getSpec(), changes);
      return MergePatches.ifUnchanged(patch, live);
    }
    return patch;
  }

  /** Deletes the token; its key is refused from now on. */
  public void delete(Caller caller, UUID id) {
    ApiToken token = live(caller, "delete", id);
    access.requireChange(caller, "delete", token);
    String namespace = token.getMetadata().getNamespace();
    boolean was = store.delete(namespace, token.getMetadata().getName(), id.toString());
    index.deleted(namespace, id);
    if (!was) {
      throw Refusal.noSuchToken();
    }
  }

  /** The token as it is now; one that is being deleted is gone for REST, as its key is. */
  private ApiToken live(Caller caller, String verb, UUID id) {
    return reached(caller, verb, id)
        .map(entry -> store.find(entry.namespace(), entry.name()))
        .orElseGet(() -> lists.ownedBy(caller, id))
        .filter(token -> id.toString().equals(token.getMetadata().getUid()))
        .filter(token -> token.getMetadata().getDeletionTimestamp() == null)
        .orElseThrow(Refusal::noSuchToken);
  }
}
