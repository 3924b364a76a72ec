package io.kriten.apitoken.api.tokens;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.api.auth.Caller;
import io.kriten.apitoken.api.index.TokenIndex;
import io.kriten.apitoken.api.problem.Refusal;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.Delivery;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a token and its key: the ApiToken first, since its uid is sealed, then the digest Secret.
 * Whoever gets no answer to a write reads by name whether it was done. When the second write fails,
 * the first is taken back, later if need be ({@link Leftovers}); should this process die in
 * between, the operator deletes the half ten minutes later.
 */
public final class Creation {

  private static final Logger LOG = LoggerFactory.getLogger(Creation.class);
  private static final String NAME_PREFIX = "rest-";
  private static final String NAME_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final int NAME_LENGTH = 20;

  private final TokenStore store;
  private final Leftovers leftovers;
  private final Access access;
  private final OwnerPolicy owners;
  private final TokenIndex index;
  private final Supplier<Optional<Peppers>> peppers;
  private final SecureRandom random;
  private final String namespace;

  /**
   * @param peppers those that are stored now; empty while no key can be made
   * @param namespace where tokens are made
   */
  public Creation(
      TokenStore store,
      Leftovers leftovers,
      Access access,
      OwnerPolicy owners,
      TokenIndex index,
      Supplier<Optional<Peppers>> peppers,
      SecureRandom random,
      String namespace) {
    this.store = store;
    this.leftovers = leftovers;
    this.access = access;
    this.owners = owners;
    this.index = index;
    this.peppers = peppers;
    this.random = random;
    this.namespace = namespace;
  }

  /** The new token with its key, which exists nowhere else. */
  public TokenView create(Caller caller, TokenChanges wanted) {
    access.requireCreate(caller, namespace);
    Owner owner = NewOwner.of(caller, owners);
    Peppers current =
        peppers
            .get()
            .orElseThrow(
                () -> Refusal.unavailable("No key can be made at the moment. Try again later."));
    ApiToken token = createToken(wantedToken(owner, wanted));
    requireUnaltered(token, owner);
    TokenKey key = current.tagKey().mint(random);
    DigestRecord record = DigestRecord.seal(token, key, current.current());
    Secret digest = createDigest(token, record);
    index.wrote(token);
    index.wrote(digest);
    return TokenView.of(token, key);
  }

  /**
   * The facade's account may name any owner, so a mutating webhook or policy of others could turn a
   * caller's own token into one of somebody else.
   */
  private void requireUnaltered(ApiToken token, Owner owner) {
    boolean isAsWanted =
        owner.username().equals(token.getSpec().owner().username())
            && owner.uidOrEmpty().equals(token.getSpec().owner().uidOrEmpty())
            && owner.sortedGroups().equals(token.getSpec().owner().sortedGroups())
            && token.getSpec().deliveryOrDefault().modeOrDefault() == Delivery.Mode.Response;
    if (!isAsWanted) {
      LOG.error(
          "ApiToken {}: something in the cluster changed its owner or its delivery while it was"
              + " created; no key is made. Look for mutating webhooks and policies on apitokens.",
          token.getMetadata().getName());
      takeBack(token);
      throw Refusal.unavailable("No key can be made at the moment. Try again later.");
    }
  }

  private ApiToken wantedToken(Owner owner, TokenChanges wanted) {
    ApiToken token = new ApiToken();
    token.setMetadata(
        new ObjectMetaBuilder().withNamespace(namespace).withName(randomName()).build());
    token.setSpec(
        new ApiTokenSpec(
            owner,
            wanted.description().value(),
            wanted.enabled().value(),
            wanted.expires().value(),
            null,
            new Delivery(Delivery.Mode.Response, null)));
    return token;
  }

  /** Of our own making, unlike generateName, so that it can be looked for after a failure. */
  private String randomName() {
    StringBuilder name = new StringBuilder(NAME_PREFIX);
    for (int i = 0; i < NAME_LENGTH; i++) {
      name.append(NAME_ALPHABET.charAt(random.nextInt(NAME_ALPHABET.length())));
    }
    return name.toString();
  }

  private ApiToken createToken(ApiToken wanted) {
    String name = wanted.getMetadata().getName();
    try {
      return store.create(wanted);
    } catch (KubernetesClientException e) {
      return unlessDefinite(
          e,
          () ->
              store
                  .find(namespace, name)
                  .filter(found -> found.getSpec().owner().equals(wanted.getSpec().owner())),
          () -> leftovers.add(namespace, name));
    }
  }

  private Secret createDigest(ApiToken token, DigestRecord record) {
    Secret wanted = DigestSecrets.write(token, record);
    Runnable takeBack = () -> takeBack(token);
    try {
      return store.create(wanted);
    } catch (KubernetesClientException e) {
      return unlessDefinite(
          e,
          () ->
              store
                  .findSecret(namespace, wanted.getMetadata().getName())
                  .filter(s -> DigestSecrets.read(s).filter(record::equals).isPresent()),
          takeBack);
    }
  }

  /**
   * An answer that was lost may have been a yes, and then fabric8's own second try says that the
   * name is taken (409): what is there is looked for. Any other 4xx is a no.
   *
   * @param undo what to do when nothing is found, or nothing can be found out
   */
  private static <T> T unlessDefinite(
      KubernetesClientException e, Supplier<Optional<T>> search, Runnable undo) {
    boolean isDefinite = e.getCode() >= 400 && e.getCode() < 500 && e.getCode() != 409;
    Optional<T> found = Optional.empty();
    try {
      found = isDefinite ? found : search.get();
    } catch (KubernetesClientException unknown) {
      e.addSuppressed(unknown);
    }
    if (found.isEmpty()) {
      undo.run();
    }
    return found.orElseThrow(() -> e);
  }

  private void takeBack(ApiToken token) {
    String name = token.getMetadata().getName();
    try {
      store.delete(namespace, name, token.getMetadata().getUid());
    } catch (KubernetesClientException e) {
      leftovers.add(namespace, name);
    }
  }
}
