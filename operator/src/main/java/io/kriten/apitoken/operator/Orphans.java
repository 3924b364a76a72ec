package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Labels;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the keys of tokens that were deleted with {@code --cascade=orphan}: the garbage collector
 * takes off the owner references then, and nobody else ever removes what carried them.
 */
final class Orphans {

  private static final Logger log = LoggerFactory.getLogger(Orphans.class);

  private final ApiServer api;
  private final Remains remains;

  Orphans(ApiServer api) {
    this.api = api;
    this.remains = new Remains(api);
  }

  /**
   * Removes all that is orphaned.
   *
   * @param watched Secrets of ours as the watch shows them; each is looked at again before
   */
  void remove(Stream<Secret> watched) {
    watched
        .filter(secret -> DigestSecrets.tokenUid(secret).isEmpty())
        .forEach(secret -> KeyName.of(secret).ifPresent(key -> remove(secret, key)));
  }

  private void remove(Secret watched, KeyName key) {
    String namespace = watched.getMetadata().getNamespace();
    Optional<String> token =
        api.find(Secret.class, namespace, watched.getMetadata().getName())
            .filter(secret -> DigestSecrets.tokenUid(secret).isEmpty())
            .flatMap(Orphans::tokenName);
    if (token.isEmpty() || lives(namespace, token.get(), key)) {
      return;
    }
    try {
      remains.remove(namespace, key);
      log.info("{}/{} uid={} left a key behind: removed", namespace, token.get(), key.tokenUid());
    } catch (ConcurrentChangeException e) {
      log.debug("{} is looked at again: {}", key.delivery(), e.getMessage());
    }
  }

  /** By the label, which admission lets nobody change. */
  private static Optional<String> tokenName(Secret secret) {
    return Optional.ofNullable(secret.getMetadata().getLabels())
        .map(labels -> labels.get(Labels.TOKEN));
  }

  /** The label of a very long name is the uid: such a token may live under its name. */
  private boolean lives(String namespace, String token, KeyName key) {
    return token.equals(key.tokenUid())
        || api.find(ApiToken.class, namespace, token)
            .filter(found -> found.getMetadata().getUid().equals(key.tokenUid()))
            .isPresent();
  }
}
